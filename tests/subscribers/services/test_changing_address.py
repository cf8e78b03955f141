"""Somebody moves to another address, which must answer first."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from newsletter.activity.models import Activity
from newsletter.queueing import Outbox
from newsletter.subscribers.models import NoticeKind, NoticeState, Scope, Standing, Suppression, SuppressionReason
from newsletter.subscribers.services.changing_address import (
    LIFE,
    AddressTaken,
    AskedTooOften,
    ChangeTooOld,
    NoSuchChange,
    SameAddress,
    Suppressed,
    ask_change,
    change_address,
    forget_recipients,
    pending_change,
)
from tests.clock import NOON
from tests.factories.people import SIGNER

OLD, NEW = "rosa@members.example", "rosa@home.example"


@pytest.fixture
def rosa(desk):
    return desk.join(desk.trade)


@pytest.fixture
def ask(session, desk, rosa):
    def move(address=NEW, now=NOON):
        outbox = Outbox(desk.letterbox)
        ask_change(session, outbox, person=rosa, union_id=desk.ue.id, address=address, signer=SIGNER, now=now)
        return desk.notices(NoticeKind.ADDRESS_CHANGE)[-1]

    return move


@pytest.fixture
def press(session, desk):
    def button(notice, now=NOON):
        return change_address(
            session,
            Outbox(desk.letterbox),
            subscriber_id=notice.subscriber_id,
            notice_id=notice.id,
            signer=SIGNER,
            now=now,
        )

    return button


def test_nothing_changes_before_the_new_address_answers(rosa, ask):
    notice = ask()

    assert (notice.recipient, notice.state) == (NEW, NoticeState.QUEUED)
    assert rosa.email == OLD


def test_then_everything_moves_and_the_old_address_is_told(session, desk, rosa, ask, press):
    notice = ask()

    for _ in range(2):
        assert press(notice).is_done

    assert (rosa.email, rosa.address_hash) == (NEW, SIGNER.address_hash(NEW))
    assert desk.standing(rosa, desk.trade) is Standing.CONFIRMED
    assert [one.recipient for one in desk.notices(NoticeKind.ADDRESS_CHANGED)] == [OLD]
    assert notice.recipient is None
    verbs = session.scalars(select(Activity.verb).where(Activity.verb.like("person.address%")).order_by(Activity.id))
    assert verbs.all() == ["person.address_change_asked", "person.address_changed"]


def test_what_was_left_stays_left_but_a_dead_mailbox_is_left_behind(desk, rosa, ask, press):
    desk.leave(rosa, Scope.UNION, union=desk.unifor)
    desk.bar(OLD, SuppressionReason.BOUNCED)
    before = desk.suppressions()

    press(ask())

    assert desk.suppressions() == before
    kept = {(one.scope, one.reason) for one in suppressed(desk, NEW)}
    assert kept == {(Scope.UNION, SuppressionReason.LEFT)}
    assert [one.state for one in desk.notices(NoticeKind.ADDRESS_CHANGED)] == [NoticeState.FAILED]


def suppressed(desk, address):
    return desk.session.scalars(select(Suppression).filter_by(address_hash=SIGNER.address_hash(address)))


def test_an_address_that_left_this_union_is_refused(desk, ask):
    desk.bar(NEW, SuppressionReason.LEFT, scope=Scope.UNION)

    with pytest.raises(Suppressed):
        ask()


def test_one_barred_by_the_whole_alliance_looks_the_same_and_gets_nothing(desk, ask):
    desk.bar(NEW, SuppressionReason.BOUNCED)

    assert ask().state is NoticeState.FAILED


def test_one_that_somebody_has_is_told_to_its_owner_alone(desk, rosa, ask, press):
    desk.join(desk.climate, address=NEW, union=desk.unifor)
    notice = ask()
    assert notice.state is NoticeState.QUEUED

    with pytest.raises(AddressTaken):
        press(notice)

    assert rosa.email == OLD


def test_the_same_address_is_no_change(ask):
    with pytest.raises(SameAddress):
        ask(OLD)


def test_only_the_last_one_asked_for_counts(rosa, ask, press):
    first, second = ask("typo@home.example"), ask()

    with pytest.raises(NoSuchChange):
        press(first)
    press(second)

    assert rosa.email == NEW


def test_nobody_is_asked_without_end(ask):
    for number in range(3):
        ask(f"rosa{number}@home.example")

    with pytest.raises(AskedTooOften):
        ask()
    ask(now=NOON + timedelta(days=1, minutes=1))


def test_an_old_mail_and_a_strange_one_do_nothing(session, desk, rosa, ask, press):
    notice = ask()
    with pytest.raises(ChangeTooOld):
        press(notice, now=NOON + LIFE + timedelta(minutes=1))
    with pytest.raises(NoSuchChange):
        pending_change(session, subscriber_id=rosa.id, notice_id=desk.notices()[0].id, now=NOON)

    assert rosa.email == OLD


def test_addresses_are_forgotten_once_they_are_of_no_use(session, desk, ask, press):
    press(ask())
    (told,) = desk.notices(NoticeKind.ADDRESS_CHANGED)
    asked = ask("rosa@other.example")
    forget_recipients(session, now=NOON)
    session.expire_all()
    assert (told.recipient, asked.recipient) == (OLD, "rosa@other.example")

    told.due_at = None
    session.flush()
    forget_recipients(session, now=NOON + LIFE + timedelta(minutes=1))

    session.expire_all()
    assert (told.recipient, asked.recipient) == (None, None)
