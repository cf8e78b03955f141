"""Paper cards: once each, asked by mail unless the paper is signed, and never over somebody's leaving."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from newsletter.accounts.services import open_account
from newsletter.activity.models import Activity
from newsletter.queueing import Outbox
from newsletter.subscribers.models import (
    CardOutcome,
    ConsentAction,
    Membership,
    Notice,
    NoticeKind,
    Scope,
    Standing,
    SuppressionReason,
)
from newsletter.subscribers.services.entering_cards import Card, enter_card
from tests.clock import NOON
from tests.factories import make_form
from tests.factories.people import SIGNER
from tests.subscribers.conftest import ROSA

SHELF = "Local 506, cabinet 2"


@pytest.fixture
def enter(desk, session):
    """Type in a card of Rosa's."""
    account = open_account(session, email="a@ue.example", name="A", language="en", password_hash="x", now=NOON)
    form = make_form(session, desk.ue)
    card = Card(
        key="00000000-0000-0000-0000-000000000001",
        address=ROSA,
        address_hash=SIGNER.address_hash(ROSA),
        asked=replace(desk.asked(desk.trade), given_name="Rosa"),
    )

    def entered(**other):
        return enter_card(
            session,
            Outbox(desk.letterbox),
            form=form,
            card=replace(card, **other),
            account_id=account.id,
            now=NOON,
        )

    return entered


def test_a_card_asks_by_mail_and_makes_nothing_true(desk, enter, session):
    assert enter() is CardOutcome.ASKED

    assert [one.kind for one in desk.notices()] == [NoticeKind.CONFIRMATION]
    assert desk.standing(desk.person(), desk.trade) is Standing.PENDING
    assert session.scalar(select(func.count()).select_from(Membership)) == 0
    assert desk.evidence()[0].source == "paper card, /join/ue/may-day, version 1"


def test_the_same_card_twice_is_one_card(desk, enter, session):
    assert enter(kept=SHELF) is CardOutcome.JOINED
    assert enter(kept=SHELF) is CardOutcome.JOINED

    assert session.scalar(select(func.count()).select_from(Notice)) == 1
    assert session.scalar(select(func.count()).select_from(Activity).filter_by(verb="sign_up_form.card_entered")) == 1


def test_a_signed_card_is_the_consent_and_says_where_it_is_kept(desk, enter):
    assert enter(kept=SHELF) is CardOutcome.JOINED

    rosa = desk.person()
    assert desk.standing(rosa, desk.trade) is Standing.CONFIRMED
    assert [one.action for one in desk.evidence()] == [ConsentAction.ASKED, ConsentAction.CONFIRMED]
    assert desk.evidence()[-1].source.endswith(f"kept: {SHELF}")
    assert desk.evidence()[-1].wording_id == desk.wording.id
    assert [(one.union_id, one.given_name) for one in rosa.memberships] == [(desk.ue.id, "Rosa")]
    assert [one.kind for one in desk.notices()] == [NoticeKind.WELCOME]


def test_who_is_on_the_list_already_is_told_softly_and_gets_no_mail(desk, enter):
    enter(kept=SHELF)

    assert enter(key="another") is CardOutcome.KNOWN

    assert len(desk.notices()) == 1


def test_of_another_unions_people_nobody_learns(desk, enter):
    desk.join(desk.trade, union=desk.unifor)

    assert enter() is CardOutcome.ASKED


@pytest.mark.parametrize("scope", Scope)
def test_a_signed_card_brings_back_nobody_who_left(desk, enter, scope):
    rosa = desk.join(desk.trade)
    desk.leave(rosa, scope)
    gone = desk.suppressions()

    assert enter(kept=SHELF) is CardOutcome.ASKED

    assert desk.suppressions() == gone


def test_a_barred_address_gets_no_mail_and_looks_like_any_other(desk, enter):
    desk.bar(ROSA, SuppressionReason.COMPLAINED)

    assert enter(kept=SHELF) is CardOutcome.ASKED

    assert all(one.was_withheld for one in desk.notices())


def test_what_somebody_chose_before_stays(desk, enter):
    rosa = desk.join(desk.climate, language="fr", union=desk.unifor)

    enter(kept=SHELF)

    assert rosa.language == "fr"
    assert {one.union_id for one in rosa.memberships} == {desk.ue.id, desk.unifor.id}
