"""Asking to subscribe.

Anybody can type any address, so nothing about a person changes here but that they are asked: one mail, to the
address itself. Who calls cannot tell from the answer whether the address was known, nor from its time whether it is
barred: the same is written for such an address, and never sent (STANDARDS.md 5, enumeration).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.db import insert
from newsletter.queueing import Outbox
from newsletter.subscribers import topics
from newsletter.subscribers.asking import Asked, Trace
from newsletter.subscribers.models import (
    Membership,
    Notice,
    NoticeKind,
    Standing,
    Subscriber,
    Subscription,
)
from newsletter.subscribers.services.acting import in_turn
from newsletter.subscribers.services.confirming import still_wanted
from newsletter.subscribers.services.evidence import take_step
from newsletter.subscribers.services.noticing import notify, withhold
from newsletter.subscribers.services.suppressing import has_left, is_barred
from newsletter.subscribers.standing import Step

CONFIRMATION_WINDOW = timedelta(days=1)
"""In this time the same wish is asked about once, against list bombing."""

MOST_ASKED = 3
"""So many wishes for one address in this time, over all lists and unions, that are not answered.

One alone would let a stranger who types an address swallow what its owner asks for later the same day.
"""

_MOST = {NoticeKind.CONFIRMATION: MOST_ASKED, NoticeKind.ALREADY_SUBSCRIBED: 1}


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
    """Ask the person behind a normalised address whether they want these lists, as far as anybody may choose them."""
    offered = {one.id for one in topics.offered(session, [union_id])}
    asked = replace(asked, list_ids=tuple(one for one in asked.list_ids if one in offered))
    if not asked.list_ids:
        return
    barred = is_barred(session, address_hash=address_hash, union_id=union_id)
    person = person_of(session, address=address, address_hash=address_hash, asked=asked, now=now)
    kind = NoticeKind.ALREADY_SUBSCRIBED if has_all(session, person, union_id, asked) else NoticeKind.CONFIRMATION
    waiting = _waiting(session, person, kind, now, barred=barred)
    if len(waiting) >= _MOST[kind] or any(_is_same(one, union_id, asked) for one in waiting):
        return
    if kind is NoticeKind.CONFIRMATION:
        _keep_evidence(session, person, union_id=union_id, asked=asked, trace=trace, now=now)
    ask = withhold if barred else notify
    ask(session, outbox, kind=kind, subscriber_id=person.id, union_id=union_id, asked=asked, now=now)


def person_of(session: Session, *, address: str, address_hash: str, asked: Asked, now: datetime) -> Subscriber:
    """The person behind an address, whoever they are; made where there is none. Held till the end."""
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
    person = session.scalars(select(Subscriber).filter_by(email=address)).one()
    in_turn(session, person.id)
    return person


def has_all(session: Session, person: Subscriber, union_id: int, asked: Asked) -> bool:
    """Whether asking would change nothing: they are on the lists, and would be mailed through this union."""
    confirmed = set(
        session.scalars(select(Subscription.list_id).filter_by(subscriber_id=person.id, standing=Standing.CONFIRMED))
    )
    member = session.scalar(select(Membership.id).filter_by(subscriber_id=person.id, union_id=union_id))
    return (
        member is not None
        and confirmed.issuperset(asked.list_ids)
        and not has_left(session, address_hash=person.address_hash, union_id=union_id, list_ids=asked.list_ids)
    )


def _keep_evidence(
    session: Session, person: Subscriber, *, union_id: int, asked: Asked, trace: Trace, now: datetime
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


def _waiting(
    session: Session, person: Subscriber, kind: NoticeKind, now: datetime, *, barred: bool
) -> Sequence[Notice]:
    """The mails of this kind that lie in the mailbox and whose button still does something.

    Of a barred address those that would: once it is barred no more, they keep nobody from asking.
    """
    lately = session.scalars(
        select(Notice).where(
            Notice.subscriber_id == person.id,
            Notice.kind == kind,
            Notice.asked_at > now - CONFIRMATION_WINDOW,
            Notice.answered_at.is_(None),
        )
    ).all()
    return [one for one in lately if one.was_withheld is barred and still_wanted(session, one)]


def _is_same(notice: Notice, union_id: int, asked: Asked) -> bool:
    """Whether it is about the same wish; in which version of the words makes no other wish of it."""
    before = Asked.from_json(notice.asked)
    return notice.union_id == union_id and replace(before, wording_id=asked.wording_id) == asked
