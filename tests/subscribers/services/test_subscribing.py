from datetime import timedelta

import pytest
from sqlalchemy import func, select

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
    SuppressionReason,
)
from newsletter.subscribers.services.subscribing import CONFIRMATION_WINDOW
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


@pytest.mark.parametrize("how", ["lists", "unions", "again"])
def test_one_mail_in_a_day_over_all_lists_and_unions(desk, session, how):
    desk.ask(desk.trade)
    later = NOON + CONFIRMATION_WINDOW - timedelta(seconds=1)

    match how:
        case "lists":
            desk.ask(desk.climate, now=later)
        case "unions":
            desk.ask(desk.trade, union=desk.unifor, now=later)
        case "again":
            desk.ask(desk.trade, now=later)

    assert count(session, Notice) == 1
    assert count(session, ConsentRecord) == 1


def test_a_day_later_one_may_ask_again(desk, session):
    desk.ask()
    desk.ask(now=NOON + CONFIRMATION_WINDOW)

    assert count(session, Notice) == 2


def test_a_known_member_is_told_once_a_day_too(desk):
    desk.join(desk.trade)

    for minutes in (1, 2, 3):
        desk.ask(desk.trade, now=NOON + timedelta(minutes=minutes))

    assert len(desk.notices(NoticeKind.ALREADY_SUBSCRIBED)) == 1


@pytest.mark.parametrize("reason", HARD)
def test_an_address_that_is_barred_gets_no_mail_and_leaves_no_trace(desk, session, reason):
    desk.bar(ROSA, reason)

    desk.ask()

    assert count(session, Subscriber) == count(session, Notice) == count(session, ConsentRecord) == 0


def test_an_address_one_union_barred_may_come_through_another(desk):
    desk.bar(ROSA, SuppressionReason.STEWARD, Scope.UNION)

    desk.ask(union=desk.ue)
    assert desk.notices() == []
    desk.ask(union=desk.unifor)

    assert len(desk.notices()) == 1


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
