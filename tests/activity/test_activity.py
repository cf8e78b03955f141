import pytest
from sqlalchemy import func, select

from newsletter.activity.models import Activity
from newsletter.activity.queries import latest
from newsletter.activity.services import record
from tests.clock import NOON

UE, UNIFOR = 1, 2


@pytest.fixture
def log(session):
    def written(verb, union_id=UE, **more):
        record(session, verb=verb, subject_id=7, union_id=union_id, now=NOON, **more)
        session.flush()

    return written


def verbs(session, *union_ids, **more):
    return [line.verb for line in latest(session, union_ids=union_ids, **more)]


def test_a_line_says_who_did_what_to_which_thing_of_which_union(session, log):
    log("approval.granted", account_id=3, language="fr", campaign_id=9)

    (line,) = latest(session, union_ids=[UE])
    assert (line.at, line.account_id, line.union_id, line.verb, line.subject_id) == (
        NOON,
        3,
        UE,
        "approval.granted",
        7,
    )
    assert line.details == {"language": "fr", "campaign_id": 9}


def test_a_person_or_a_worker_has_no_account(session, log):
    log("person.left")

    assert latest(session, union_ids=[UE])[0].account_id is None


def test_the_last_thing_comes_first(session, log):
    for verb in ("a", "b", "c"):
        log(verb)

    assert verbs(session, UE) == ["c", "b", "a"]
    assert verbs(session, UE, limit=2) == ["c", "b"]


def test_one_reads_the_lines_of_ones_own_unions(session, log):
    log("ours")
    log("theirs", UNIFOR)

    assert verbs(session, UE) == ["ours"]
    assert verbs(session, UE, UNIFOR) == ["theirs", "ours"]
    assert verbs(session) == []


def test_a_line_is_true_only_with_what_it_describes(session, log):
    with session.begin_nested() as attempt:
        log("campaign.launched")
        attempt.rollback()

    assert session.scalar(select(func.count(Activity.id))) == 0
