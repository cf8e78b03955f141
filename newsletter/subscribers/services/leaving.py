"""Leaving: this list, this union, or everything. It always works, at once, and twice is the same as once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.subscribers.asking import Trace
from newsletter.subscribers.mergers import merged_into
from newsletter.subscribers.models import (
    MailingList,
    Scope,
    Standing,
    Subscription,
    SuppressionReason,
)
from newsletter.subscribers.services.acting import in_turn
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
    person = in_turn(session, subscriber_id)
    if person is None:
        return
    lists = _lists(session, subscriber_id, list_id, union_id, scope)
    for left in lists:
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
    owner = _owner(session, list_id, union_id, scope)
    suppressed = [
        suppress(
            session,
            address_hash=person.address_hash,
            scope=scope,
            union_id=owner,
            list_id=one,
            reason=SuppressionReason.LEFT,
            now=now,
        )
        for one in (_with_successors(session, list_id) if scope is Scope.LIST else [0])
    ]
    if lists or any(suppressed):
        record(session, verb="person.left", subject_id=subscriber_id, union_id=union_id, now=now, scope=scope)
    session.flush()


def _lists(session: Session, subscriber_id: int, list_id: int, union_id: int, scope: Scope) -> list[int]:
    """The lists within the scope that the person has not left yet."""
    standing = (
        select(Subscription.list_id)
        .join(MailingList)
        .where(Subscription.subscriber_id == subscriber_id, Subscription.standing != Standing.UNSUBSCRIBED)
        .order_by(Subscription.list_id)
    )
    match scope:
        case Scope.LIST:
            standing = standing.where(Subscription.list_id.in_(_with_successors(session, list_id)))
        case Scope.UNION:
            standing = standing.where(MailingList.union_id == union_id)
        case Scope.ALLIANCE:
            pass
    return list(session.scalars(standing))


def _with_successors(session: Session, list_id: int) -> list[int]:
    """A mail of long ago names a list that may be part of another one by now."""
    return [list_id, *merged_into(session, list_id)]


def _owner(session: Session, list_id: int, union_id: int, scope: Scope) -> int:
    if scope is Scope.LIST:
        return session.scalars(select(MailingList.union_id).filter_by(id=list_id)).one()
    return union_id if scope is Scope.UNION else alliance(session).id
