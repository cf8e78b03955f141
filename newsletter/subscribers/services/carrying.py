"""Carrying a set of people from one list to the one it was merged into, with the evidence of it.

Who is brought keeps the ground, its end and the words of the consent they gave for the source.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, or_, select
from sqlalchemy import insert as plain_insert
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from newsletter.db import among, insert
from newsletter.subscribers.models import (
    ConsentAction,
    ConsentRecord,
    ListMerge,
    Scope,
    Standing,
    Subscriber,
    Subscription,
    Suppression,
)

People = Select[Any]
"""Rows of the source with what their last consent says: number, ground, its end, words, union."""


def carry(session: Session, merge: ListMerge, ids: Sequence[int], *, now: datetime) -> int:
    """Bring these people, as far as they have left neither list; how many came."""
    people = _at_source(merge).where(among(session, Subscription.subscriber_id, ids))
    joining = session.execute(_joining(people, merge)).all()
    gone = session.execute(_gone(people, merge)).all()
    _put(session, merge, joining, Standing.CONFIRMED, now)
    _keep(session, merge, joining, ConsentAction.MERGED, now)
    _put(session, merge, gone, Standing.UNSUBSCRIBED, now)
    _keep(session, merge, gone, ConsentAction.WITHDRAWN, now)
    session.expire_all()
    return len(joining)


def carry_suppressions(session: Session, merge: ListMerge) -> None:
    """Whoever left the source has left the target, unless they are on it by their own choice."""
    stays = (
        select(Subscriber.address_hash)
        .join(Subscription, Subscription.subscriber_id == Subscriber.id)
        .where(Subscription.list_id == merge.target_id, Subscription.standing == Standing.CONFIRMED)
        .where(Subscriber.address_hash == Suppression.address_hash)
        .correlate(Suppression)
    )
    left = select(
        Suppression.address_hash,
        Suppression.scope,
        literal(merge.target_id),
        Suppression.union_id,
        Suppression.reason,
        Suppression.at,
    ).where(Suppression.scope == Scope.LIST, Suppression.list_id == merge.source_id, ~stays.exists())
    columns = ["address_hash", "scope", "list_id", "union_id", "reason", "at"]
    session.execute(insert(session, Suppression).from_select(columns, left).on_conflict_do_nothing())


def _joining(people: People, merge: ListMerge) -> People:
    """Confirmed at the source, and undecided about the target."""
    return people.where(
        Subscription.standing == Standing.CONFIRMED,
        ~_at_target(merge, Standing.CONFIRMED, Standing.UNSUBSCRIBED),
        ~_suppressed(merge.source_id),
        ~_suppressed(merge.target_id),
    )


def _gone(people: People, merge: ListMerge) -> People:
    """Who left the source and never had to do with the target."""
    left = or_(Subscription.standing == Standing.UNSUBSCRIBED, _suppressed(merge.source_id))
    return people.where(left, ~_at_target(merge, *Standing))


def _at_source(merge: ListMerge) -> People:
    return select(
        Subscription.subscriber_id,
        Subscription.basis,
        Subscription.expires_at,
        _last(ConsentRecord.wording_id, merge),
        func.coalesce(_last(ConsentRecord.union_id, merge), merge.source.union_id),
    ).where(Subscription.list_id == merge.source_id)


def _last(column: InstrumentedAttribute[Any], merge: ListMerge) -> ColumnElement[Any]:
    """Of the last consent. Index: ix_consent_record_subscriber_id_at."""
    return (
        select(column)
        .where(
            ConsentRecord.subscriber_id == Subscription.subscriber_id,
            ConsentRecord.list_id == merge.source_id,
            ConsentRecord.action != ConsentAction.WITHDRAWN,
        )
        .order_by(ConsentRecord.at.desc(), ConsentRecord.id.desc())
        .limit(1)
        .correlate(Subscription)
        .scalar_subquery()
    )


def _at_target(merge: ListMerge, *standings: Standing) -> ColumnElement[bool]:
    there = aliased(Subscription)
    return exists().where(
        there.subscriber_id == Subscription.subscriber_id,
        there.list_id == merge.target_id,
        there.standing.in_(standings),
    )


def _suppressed(list_id: int) -> ColumnElement[bool]:
    return exists().where(
        Subscriber.id == Subscription.subscriber_id,
        Suppression.address_hash == Subscriber.address_hash,
        Suppression.scope == Scope.LIST,
        Suppression.list_id == list_id,
    )


def _put(session: Session, merge: ListMerge, people: Sequence[Any], standing: Standing, now: datetime) -> None:
    rows = [
        {
            "subscriber_id": person,
            "list_id": merge.target_id,
            "standing": standing,
            "changed_at": now,
            "basis": basis,
            "expires_at": expires_at,
        }
        for person, basis, expires_at, _wording, _union in people
    ]
    put = insert(session, Subscription)
    changed = {name: put.excluded[name] for name in ("standing", "changed_at", "basis", "expires_at")}
    if rows:
        session.execute(put.on_conflict_do_update(index_elements=["subscriber_id", "list_id"], set_=changed), rows)


def _keep(session: Session, merge: ListMerge, people: Sequence[Any], action: ConsentAction, now: datetime) -> None:
    records = [
        {
            "subscriber_id": person,
            "list_id": merge.target_id,
            "union_id": union_id,
            "action": action,
            "basis": basis,
            "wording_id": wording_id if action is ConsentAction.MERGED else None,
            "source": f"merger of list {merge.source.slug} into {merge.target.slug}",
            "connection_hash": None,
            "at": now,
        }
        for person, basis, _expires_at, wording_id, union_id in people
    ]
    if records:
        session.execute(plain_insert(ConsentRecord), records)
