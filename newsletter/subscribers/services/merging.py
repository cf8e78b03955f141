"""Merging a list into another of the same owner: in sets, and gone on with by whoever comes next.

Nobody is brought to the target who left one of the two, and nobody's own choice about the target is changed: who
left the source is only written down as gone there, so that no later roster puts them on it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.db import among
from newsletter.errors import NewsletterError
from newsletter.queueing import JobName, Outbox
from newsletter.subscribers.models import ListMerge, MailingList, Standing, Subscriber, Subscription
from newsletter.subscribers.services.carrying import carry, carry_suppressions
from newsletter.subscribers.sizes import count_list

AT_ONCE = 1000
"""People in one set, whose rows are locked for some tens of milliseconds."""

PATIENCE = timedelta(seconds=30)
"""How long a merger waits for its job before the sweep names it again."""


class CannotMerge(NewsletterError):
    """These two lists cannot become one."""


def merge_lists(
    session: Session, outbox: Outbox, *, source: MailingList, target: MailingList, account_id: int, now: datetime
) -> ListMerge:
    """Close the source and begin to carry its people over. Raises CannotMerge."""
    ids = sorted({source.id, target.id})
    session.scalars(
        select(MailingList).where(MailingList.id.in_(ids)).order_by(MailingList.id).with_for_update()
    ).all()
    session.refresh(source)
    session.refresh(target)
    if source.id == target.id or source.union_id != target.union_id:
        raise CannotMerge("a list can be merged into another one of the same owner")
    if not (source.is_open and target.is_open):
        raise CannotMerge("an archived list cannot be merged")
    if session.scalar(select(ListMerge.id).where(ListMerge.target_id == source.id, ListMerge.ended_at.is_(None))):
        raise CannotMerge("another list is still being merged into this one; wait for its end")
    source.archived_at = now
    merge = ListMerge(
        source_id=source.id, target_id=target.id, account_id=account_id, asked_at=now, due_at=now + PATIENCE
    )
    session.add(merge)
    record(
        session,
        verb="list.merged",
        subject_id=source.id,
        union_id=source.union_id,
        account_id=account_id,
        now=now,
        into=target.id,
    )
    session.flush()
    outbox.name(JobName.MERGE_LISTS, merge_id=merge.id)
    return merge


def carry_on(session: Session, *, merge_id: int, now: datetime, at_once: int = AT_ONCE) -> bool:
    """Carry the next set of people over. True once there is nobody left; whoever comes second waits, then goes on."""
    merge = session.get(ListMerge, merge_id, with_for_update=True, populate_existing=True)
    if merge is None or merge.ended_at is not None:
        return True
    ids = _next(session, merge, at_once)
    if not ids:
        _end(session, merge, now)
        return True
    _keep_still(session, ids)
    merge.carried += carry(session, merge, ids, now=now)
    merge.behind, merge.due_at = ids[-1], now + PATIENCE
    session.flush()
    return False


def _next(session: Session, merge: ListMerge, at_once: int) -> Sequence[int]:
    """Each standing apart, as ix_subscription_list_id_standing_subscriber_id has them in order."""
    each = [
        select(Subscription.subscriber_id)
        .where(
            Subscription.list_id == merge.source_id,
            Subscription.standing == standing,
            Subscription.subscriber_id > merge.behind,
        )
        .order_by(Subscription.subscriber_id)
        .limit(at_once)
        .subquery()
        for standing in Standing
    ]
    people = union_all(*(select(one.c.subscriber_id) for one in each)).subquery()
    return session.scalars(select(people.c.subscriber_id).order_by(people.c.subscriber_id).limit(at_once)).all()


def _keep_still(session: Session, ids: Sequence[int]) -> None:
    """What somebody does now is done before or after. In the order of numbers, so that nobody waits in a circle."""
    session.execute(
        select(Subscriber.id)
        .where(among(session, Subscriber.id, ids))
        .order_by(Subscriber.id)
        .with_for_update(key_share=True)
    )


def _end(session: Session, merge: ListMerge, now: datetime) -> None:
    """Addresses that left the source and are no people of ours any more are gone for the target, too."""
    carry_suppressions(session, merge)
    merge.ended_at, merge.due_at = now, None
    session.flush()
    count_list(session, list_id=merge.target_id, now=now)
