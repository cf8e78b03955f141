from datetime import timedelta

import pytest
from sqlalchemy import delete, event, func, select

from newsletter.queueing import Job, JobName, Outbox
from newsletter.subscribers.models import (
    ConsentRecord,
    Membership,
    Notice,
    NoticeKind,
    NoticeState,
    Scope,
    Standing,
    Subscriber,
    Suppression,
    SuppressionReason,
)
from newsletter.subscribers.services.subscribing import CONFIRMATION_WINDOW, MOST_ASKED
from tests.clock import NOON
from tests.factories import make_person
from tests.subscribers.conftest import ROSA

HARD = [SuppressionReason.BOUNCED, SuppressionReason.COMPLAINED, SuppressionReason.STEWARD]


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_asking_makes_nothing_true_but_that_one_is_asked(desk, session):
    desk.ask(desk.trade, desk.climate, given_name="Rosa")

    person = desk.person()
    assert count(session, Membership) == 0
    assert desk.standing(person, desk.trade) is desk.standing(person, desk.climate) is Standing.PENDING
    (notice,) = desk.notices()
    assert (notice.kind, notice.state, notice.subscriber_id) == (
        NoticeKind.CONFIRMATION,
        NoticeState.QUEUED,
        person.id,
    )
    assert notice.asked["list_ids"] == [desk.trade.id, desk.climate.id]


def test_a_stranger_who_types_a_members_address_changes_nothing_about_them(desk):
    member = desk.join(desk.trade, given_name="Rosa", country="US", language="en")

    desk.ask(desk.climate, given_name="Spam", country="MX", language="fr", now=NOON + timedelta(days=3))

    assert (member.language, member.country) == ("en", "US")
    assert member.memberships[0].given_name == "Rosa"
    assert desk.standing(member, desk.climate) is Standing.PENDING
    assert desk.standing(member, desk.trade) is Standing.CONFIRMED


def test_the_mail_waits_as_a_row_and_its_job_for_the_commit(desk, session):
    outbox = Outbox(desk.letterbox)

    desk.ask(outbox=outbox)

    (notice,) = desk.notices()
    assert notice.due_at > NOON
    assert outbox.named == [Job(JobName.SEND_NOTICE, {"notice_id": notice.id})]
    assert desk.letterbox.jobs == []


def test_who_has_it_all_is_told_so_instead_of_asked(desk):
    member = desk.join(desk.trade)

    desk.ask(desk.trade, now=NOON + timedelta(hours=1))

    assert desk.notices()[-1].kind is NoticeKind.ALREADY_SUBSCRIBED
    assert desk.standing(member, desk.trade) is Standing.CONFIRMED


def test_who_wants_one_more_is_asked(desk):
    desk.join(desk.trade)

    desk.ask(desk.trade, desk.climate, now=NOON + timedelta(hours=1))

    assert desk.notices()[-1].kind is NoticeKind.CONFIRMATION


def test_a_member_of_another_union_is_asked_again_to_come_through_this_one(desk):
    desk.join(desk.trade, union=desk.unifor)

    desk.ask(desk.trade, union=desk.ue, now=NOON + timedelta(hours=1))

    assert desk.notices()[-1].kind is NoticeKind.CONFIRMATION


def test_the_same_wish_is_asked_about_once_a_day(desk, session):
    desk.ask(desk.trade)

    desk.ask(desk.trade, now=NOON + CONFIRMATION_WINDOW - timedelta(seconds=1))

    assert count(session, Notice) == 1
    assert count(session, ConsentRecord) == 1


@pytest.mark.parametrize(
    "stranger",
    [{"language": "fr"}, {"country": "MX"}, {"given_name": "Spam"}, {"union": "unifor"}, {"topic": "climate"}],
)
def test_what_a_stranger_typed_does_not_swallow_what_its_owner_asks_for(desk, stranger):
    typed = dict(stranger)
    topic = getattr(desk, typed.pop("topic", "trade"))
    desk.ask(topic, union=getattr(desk, typed.pop("union", "ue")), **typed)

    desk.ask(desk.trade, now=NOON + timedelta(hours=1))
    own = desk.notices()[-1]
    done = desk.confirm(own, now=NOON + timedelta(hours=2))

    assert len(desk.notices(NoticeKind.CONFIRMATION)) == 2
    assert (done.lists, done.notice.union_id) == ((desk.trade,), desk.ue.id)
    assert done.subscriber.language == "es"
    assert desk.standing(done.subscriber, desk.climate) is not Standing.CONFIRMED


def test_an_address_gets_no_more_than_three_in_a_day_over_all_lists_and_unions(desk, session):
    wishes = [
        (topic, union) for topic in (desk.trade, desk.climate) for union in (desk.ue, desk.unifor, desk.alliance)
    ]

    for minute, (topic, union) in enumerate(wishes):
        desk.ask(topic, union=union, now=NOON + timedelta(minutes=minute))

    assert count(session, Notice) == MOST_ASKED == 3


def test_who_answers_one_of_three_may_ask_again(desk):
    for topic in (desk.trade, desk.climate, desk.strikes):
        desk.ask(topic)
    desk.confirm(desk.notices()[0])

    desk.ask(desk.trade, desk.climate)

    assert len(desk.notices(NoticeKind.CONFIRMATION)) == 4


def test_a_day_later_one_may_ask_again(desk, session):
    desk.ask()
    desk.ask(now=NOON + CONFIRMATION_WINDOW)

    assert count(session, Notice) == 2


def test_a_known_member_is_told_once_a_day_too(desk):
    desk.join(desk.trade)

    for minutes in (1, 2, 3):
        desk.ask(desk.trade, now=NOON + timedelta(minutes=minutes))

    assert len(desk.notices(NoticeKind.ALREADY_SUBSCRIBED)) == 1


@pytest.fixture
def said(session):
    """What was said to the database since it was last asked."""
    statements = []

    def listen(_connection, _cursor, statement, *_):
        statements.append(statement)

    def since():
        heard = [one for one in statements if "SAVEPOINT" not in one]
        statements.clear()
        return heard

    event.listen(session.get_bind(), "before_cursor_execute", listen)
    yield since
    event.remove(session.get_bind(), "before_cursor_execute", listen)


@pytest.mark.parametrize("reason", HARD)
def test_a_barred_address_takes_the_same_work_and_gets_no_mail(desk, session, said, reason):
    desk.bar(ROSA, reason)
    works, outboxes = [], []

    for address in ("new@members.example", ROSA):
        outbox = Outbox(desk.letterbox)
        said()
        for again in range(5):
            session.expire_all()
            desk.ask(desk.climate if again == 4 else desk.trade, address=address, outbox=outbox)
        works.append(said())
        outboxes.append([job.name for job in outbox.named])

    assert works[0] == works[1]
    assert outboxes[0] == outboxes[1]
    withheld = [one for one in desk.notices() if one.subscriber.email == ROSA]
    assert {(one.state, one.due_at) for one in withheld} == {(NoticeState.FAILED, None)}


def test_who_is_barred_no_more_may_ask_at_once(desk, session):
    desk.bar(ROSA, SuppressionReason.BOUNCED)
    for topic in (desk.trade, desk.climate, desk.strikes):
        desk.ask(topic)
    session.execute(delete(Suppression))

    desk.ask(desk.trade)

    assert [one.state for one in desk.notices()] == [NoticeState.FAILED] * 3 + [NoticeState.QUEUED]


def test_an_address_one_union_barred_may_come_through_another(desk):
    desk.bar(ROSA, SuppressionReason.STEWARD, Scope.UNION)

    desk.ask(union=desk.ue)
    desk.ask(union=desk.unifor)

    assert [one.state for one in desk.notices()] == [NoticeState.FAILED, NoticeState.QUEUED]


def test_nobody_can_tell_from_the_answer_who_is_known(desk):
    desk.join(desk.trade)
    desk.bar("barred@members.example", SuppressionReason.BOUNCED)

    answers = [desk.ask(address=who) for who in (ROSA, "new@members.example", "barred@members.example")]

    assert answers == [None, None, None]


def test_private_lists_are_not_asked_for(desk):
    desk.ask(desk.trade, desk.leaders)
    assert desk.notices()[0].asked["list_ids"] == [desk.trade.id]

    desk.ask(desk.leaders, address="other@members.example")
    assert desk.person("other@members.example") is None


def test_a_unions_own_topics_are_asked_for_through_that_union(desk):
    desk.ask(desk.strikes, union=desk.unifor)
    assert desk.notices() == []

    desk.ask(desk.strikes, union=desk.ue)
    assert desk.notices()[0].asked["list_ids"] == [desk.strikes.id]


def test_who_is_on_a_roster_already_keeps_their_row(desk, session):
    member = make_person(session, desk.ue, email=ROSA)

    desk.ask()

    assert desk.notices()[0].subscriber_id == member.id
    assert count(session, Subscriber) == 1


def test_who_left_the_union_is_asked_although_their_topics_stand(desk):
    member = desk.join(desk.trade)
    desk.leave(member, Scope.UNION, now=NOON + timedelta(hours=1))
    assert desk.standing(member, desk.trade) is Standing.CONFIRMED

    desk.ask(desk.trade, now=NOON + timedelta(hours=2))

    assert desk.notices()[-1].kind is NoticeKind.CONFIRMATION


def test_who_left_while_a_mail_was_waiting_may_ask_again_at_once(desk):
    desk.ask(desk.trade)
    desk.leave(desk.person(), Scope.ALLIANCE, now=NOON + timedelta(minutes=1))

    desk.ask(desk.trade, now=NOON + timedelta(minutes=2))

    assert len(desk.notices(NoticeKind.CONFIRMATION)) == 2
