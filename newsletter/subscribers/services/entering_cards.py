"""Typing in paper cards at a table, one by one.

A card asks the person by mail, as the sign-up page does. Where the steward says that the paper is signed, the paper
is the consent, and the evidence says where it is kept; but no paper that somebody else types in brings back who left:
they are asked by mail, too. Staff learn of nobody who is not one of their union's people already.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.db import insert
from newsletter.fence import beyond
from newsletter.queueing import Outbox
from newsletter.subscribers import topics
from newsletter.subscribers.asking import Asked, Trace
from newsletter.subscribers.models import (
    CardOutcome,
    Membership,
    NoticeKind,
    PaperCard,
    SignUpForm,
    Standing,
    Subscriber,
    Subscription,
)
from newsletter.subscribers.services.confirming import become_member
from newsletter.subscribers.services.evidence import take_step
from newsletter.subscribers.services.noticing import notify
from newsletter.subscribers.services.subscribing import has_all, person_of, subscribe
from newsletter.subscribers.services.suppressing import has_left, is_barred
from newsletter.subscribers.standing import Step


@dataclass(frozen=True)
class Card:
    """One paper card."""

    key: str
    """Made where it is typed: whatever comes with the same key is the same card."""

    address: str
    address_hash: str
    asked: Asked

    kept: str = ""
    """Where the signed paper lies; empty where nobody says that it is signed."""


def enter_card(
    session: Session, outbox: Outbox, *, form: SignUpForm, card: Card, account_id: int, now: datetime
) -> CardOutcome:
    """Take in a card once, however often it comes, and tell what became of it."""
    first = session.scalar(
        insert(session, PaperCard)
        .values(key=card.key, form_id=form.id, account_id=account_id, outcome=CardOutcome.ASKED, at=now)
        .on_conflict_do_nothing()
        .returning(PaperCard.key)
    )
    if first is None:
        return session.scalars(select(PaperCard.outcome).filter_by(key=card.key)).one()
    offered = {one.id for one in topics.offered(session, [form.union_id])}
    card = replace(card, asked=replace(card.asked, list_ids=tuple(offered.intersection(card.asked.list_ids))))
    with beyond(session):
        outcome = _outcome(session, outbox, form, card, now)
    session.get_one(PaperCard, card.key).outcome = outcome
    record(
        session,
        verb="sign_up_form.card_entered",
        subject_id=form.id,
        union_id=form.union_id,
        account_id=account_id,
        now=now,
        outcome=outcome,
    )
    session.flush()
    return outcome


def _outcome(session: Session, outbox: Outbox, form: SignUpForm, card: Card, now: datetime) -> CardOutcome:
    known = session.scalar(
        select(Subscriber)
        .join(Membership)
        .where(Subscriber.email == card.address, Membership.union_id == form.union_id)
    )
    if known and has_all(session, known, form.union_id, card.asked):
        return CardOutcome.KNOWN
    if card.kept and card.asked.list_ids and not _is_gone(session, form, card):
        _join(session, outbox, form, card, now)
        return CardOutcome.JOINED
    subscribe(
        session,
        outbox,
        address=card.address,
        address_hash=card.address_hash,
        union_id=form.union_id,
        asked=card.asked,
        trace=Trace(f"paper card, {form.source}"),
        now=now,
    )
    return CardOutcome.ASKED


def _is_gone(session: Session, form: SignUpForm, card: Card) -> bool:
    """Whether they left what they would be mailed through, or must not be mailed at all."""
    if is_barred(session, address_hash=card.address_hash, union_id=form.union_id):
        return True
    lists = card.asked.list_ids
    left = (
        select(Subscription.list_id)
        .join(Subscriber)
        .where(
            Subscriber.email == card.address,
            Subscription.list_id.in_(lists),
            Subscription.standing == Standing.UNSUBSCRIBED,
        )
    )
    return session.scalar(left.limit(1)) is not None or has_left(
        session, address_hash=card.address_hash, union_id=form.union_id, list_ids=lists
    )


def _join(session: Session, outbox: Outbox, form: SignUpForm, card: Card, now: datetime) -> None:
    """Nothing changes of what somebody chose before: language and place stay theirs."""
    person = person_of(session, address=card.address, address_hash=card.address_hash, asked=card.asked, now=now)
    for list_id in card.asked.list_ids:
        for step in (Step.ASK, Step.CONFIRM):
            take_step(
                session,
                step,
                subscriber_id=person.id,
                list_id=list_id,
                union_id=form.union_id,
                wording_id=card.asked.wording_id,
                trace=Trace(f"signed paper card, {form.source}; kept: {card.kept}"),
                now=now,
            )
    become_member(session, person, form.union, card.asked)
    notify(
        session,
        outbox,
        kind=NoticeKind.WELCOME,
        subscriber_id=person.id,
        union_id=form.union_id,
        asked=card.asked,
        now=now,
    )
