"""Asking to subscribe.

Anybody can type any address, so nothing about a person changes here but that they are asked: one mail, to the
address itself. Who calls cannot tell from the answer whether the address was known (STANDARDS.md 5, enumeration).
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.db import insert
from newsletter.queueing import Outbox
from newsletter.subscribers.asking import Asked, Trace
from newsletter.subscribers.models import (
    Membership,
    Notice,
    NoticeKind,
    Standing,
    Subscriber,
    Subscription,
)
from newsletter.subscribers.services.evidence import take_step
from newsletter.subscribers.services.noticing import notify
from newsletter.subscribers.services.suppressing import is_barred
from newsletter.subscribers.standing import Step

CONFIRMATION_WINDOW = timedelta(days=1)
"""One unanswered confirmation per address in this time, over all lists and unions, against list bombing."""


def subscribe(
    session: Session,
    outbox: Outbox,
    *,
    address: str,
    address_hash: str,
    union_id: int,
    asked: Asked,
    trace: Trace,
    now: datetime,
) -> None:
    """Ask the person behind a normalised address whether they want these lists."""
    person = _person(session, address=address, address_hash=address_hash, asked=asked, now=now)
    if is_barred(session, address_hash=address_hash, union_id=union_id):
        return
    if _has_all(session, person, union_id, asked):
        kind = NoticeKind.ALREADY_SUBSCRIBED
    else:
        kind = NoticeKind.CONFIRMATION
        _keep_evidence(session, person, union_id, asked, trace, now)
    if not _asked_lately(session, person, kind, now):
        notify(session, outbox, kind=kind, subscriber_id=person.id, union_id=union_id, asked=asked, now=now)


def _person(session: Session, *, address: str, address_hash: str, asked: Asked, now: datetime) -> Subscriber:
    session.execute(
        insert(session, Subscriber)
        .values(
            email=address,
            address_hash=address_hash,
            language=asked.language,
            country=asked.country,
            region=asked.region,
            created_at=now,
        )
        .on_conflict_do_nothing()
    )
    return session.scalars(select(Subscriber).filter_by(email=address)).one()


def _has_all(session: Session, person: Subscriber, union_id: int, asked: Asked) -> bool:
    confirmed = set(
        session.scalars(select(Subscription.list_id).filter_by(subscriber_id=person.id, standing=Standing.CONFIRMED))
    )
    member = session.scalar(select(Membership.id).filter_by(subscriber_id=person.id, union_id=union_id))
    return member is not None and confirmed.issuperset(asked.list_ids)


def _keep_evidence(
    session: Session, person: Subscriber, union_id: int, asked: Asked, trace: Trace, now: datetime
) -> None:
    for list_id in asked.list_ids:
        take_step(
            session,
            Step.ASK,
            subscriber_id=person.id,
            list_id=list_id,
            union_id=union_id,
            wording_id=asked.wording_id,
            trace=trace,
            now=now,
        )


def _asked_lately(session: Session, person: Subscriber, kind: NoticeKind, now: datetime) -> bool:
    return (
        session.scalar(
            select(Notice.id)
            .where(
                Notice.subscriber_id == person.id,
                Notice.kind == kind,
                Notice.asked_at > now - CONFIRMATION_WINDOW,
                Notice.answered_at.is_(None),
            )
            .limit(1)
        )
        is not None
    )
