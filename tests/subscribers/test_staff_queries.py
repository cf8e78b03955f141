from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.errors import NotVisible
from newsletter.subscribers import queries
from newsletter.subscribers.models import ConsentAction, Scope
from newsletter.subscribers.models.membership import plain_letters, sort_name
from tests.clock import NOON
from tests.factories import make_alliance, make_list, make_person, make_union


@pytest.fixture
def ue(session):
    return make_union(session, "ue")


@pytest.fixture
def unifor(session):
    return make_union(session, "unifor")


def test_nobody_of_another_union_is_there(session, ue, unifor):
    stranger = make_person(session, unifor)

    with pytest.raises(NotVisible):
        queries.person(session, union_ids=[ue.id], subscriber_id=stranger.id)


def test_of_a_person_in_two_unions_each_sees_its_own_membership(session, ue, unifor):
    both = make_person(session, ue, unifor)

    found = queries.memberships(session, union_ids=[ue.id], subscriber_id=both.id)

    assert [one.union_id for one in found] == [ue.id]


def test_a_union_writes_to_its_own_lists_and_the_alliances_topics(session, ue, unifor):
    nasp = make_alliance(session)
    topic, _leaders = make_list(session, nasp, "trade"), make_list(session, nasp, "leaders", is_public=False)
    own, _other = make_list(session, ue, "ue-staff", is_public=False), make_list(session, unifor, "unifor-news")

    assert list(queries.usable_lists(session, ue)) == [topic, own]


@given(st.text(), st.text())
def test_a_sort_name_is_plain_and_stays_so(given_name, family_name):
    made = sort_name(given_name, family_name)

    assert plain_letters(made) == made or plain_letters(plain_letters(made)) == plain_letters(made)


def test_a_new_name_sorts_anew(session, ue):
    (membership,) = make_person(session, ue, family_name="Garza").memberships

    membership.family_name = "Ávila"

    assert membership.sort_name == "avila maria"


@pytest.fixture
def evidence_of_both(desk, session):
    """A member of UE and Unifor who took a Unifor list through UE's link, and later left everything through it."""
    picnics = make_list(session, desk.unifor, "picnics")
    desk.join(desk.trade)
    both = desk.join(desk.climate, union=desk.unifor, now=NOON + timedelta(days=2))
    desk.choose(both, desk.trade, desk.climate, picnics, now=NOON + timedelta(days=3))
    desk.leave(both, Scope.ALLIANCE, union=desk.ue, now=NOON + timedelta(days=4))

    def seen_by(union):
        found = queries.consent_records(session, union=union, subscriber_id=both.id)
        return [(one.list_id, one.action) for one in reversed(found)]

    return picnics, seen_by


def test_evidence_of_one_union_says_nothing_of_anothers_lists(desk, evidence_of_both):
    picnics, seen_by = evidence_of_both

    assert {list_id for list_id, _ in seen_by(desk.ue)} == {desk.trade.id, desk.climate.id}
    assert picnics.id not in {list_id for list_id, _ in seen_by(desk.alliance)}


def test_a_union_has_all_the_evidence_for_its_own_lists_whichever_way_it_came(desk, evidence_of_both):
    picnics, seen_by = evidence_of_both

    assert [action for list_id, action in seen_by(desk.unifor) if list_id == picnics.id] == [
        ConsentAction.ASKED,
        ConsentAction.CONFIRMED,
        ConsentAction.WITHDRAWN,
    ]


def test_the_alliance_sees_no_evidence_that_was_given_to_a_union(desk, evidence_of_both):
    _picnics, seen_by = evidence_of_both

    assert seen_by(desk.alliance) == []
