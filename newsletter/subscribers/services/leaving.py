"""Leaving: this list, this union, or everything. It always works, at once, and twice is the same as once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.subscribers.asking import Trace
from newsletter.subscribers.models import (
    MailingList,
    Scope,
    Standing,
    Subscriber,
    Subscription,
    SuppressionReason,
)
from newsletter.subscribers.services.evidence import take_step
from newsletter.subscribers.services.suppressing import suppress
from newsletter.subscribers.standing import Step
from newsletter.unions.queries import alliance


def leave(
    session: Session,
    *,
    subscriber_id: int,
    list_id: int,
    union_id: int,
    scope: Scope,
    trace: Trace,
    now: datetime,
) -> None:
    """Stop mailing this person within the scope. A person who is already gone stays gone."""
    person = session.get(Subscriber, subscriber_id)
    if person is None:
        return
    for left in _lists(session, subscriber_id, list_id, union_id, scope):
        take_step(
            session,
            Step.LEAVE,
            subscriber_id=subscriber_id,
            list_id=left,
            union_id=union_id,
            wording_id=None,
            trace=trace,
            now=now,
        )
    suppress(
        session,
        address_hash=person.address_hash,
        scope=scope,
        union_id=_owner(session, list_id, union_id, scope),
        list_id=list_id if scope is Scope.LIST else 0,
        reason=SuppressionReason.LEFT,
        now=now,
    )
    record(session, verb="person.left", subject_id=subscriber_id, union_id=union_id, now=now, scope=scope)
    session.flush()


def _lists(session: Session, subscriber_id: int, list_id: int, union_id: int, scope: Scope) -> list[int]:
    if scope is Scope.LIST:
        return [list_id]
    standing = (
        select(Subscription.list_id)
        .join(MailingList)
        .where(Subscription.subscriber_id == subscriber_id, Subscription.standing != Standing.UNSUBSCRIBED)
    )
    if scope is Scope.UNION:
        standing = standing.where(MailingList.union_id == union_id)
    return list(session.scalars(standing))


def _owner(session: Session, list_id: int, union_id: int, scope: Scope) -> int:
    if scope is Scope.LIST:
        return session.scalars(select(MailingList.union_id).filter_by(id=list_id)).one()
    return union_id if scope is Scope.UNION else alliance(session).id
