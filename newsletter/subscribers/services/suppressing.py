"""Keeping addresses from being mailed, and letting the person lift what they themself asked for."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session

from newsletter.db import insert
from newsletter.subscribers.models import Scope, Suppression, SuppressionReason


def suppress(
    session: Session,
    *,
    address_hash: str,
    scope: Scope,
    union_id: int,
    list_id: int = 0,
    reason: SuppressionReason,
    now: datetime,
) -> bool:
    """Suppress an address in a scope. False if it was: the earlier suppression keeps its reason."""
    added = session.scalar(
        insert(session, Suppression)
        .values(address_hash=address_hash, scope=scope, union_id=union_id, list_id=list_id, reason=reason, at=now)
        .on_conflict_do_nothing()
        .returning(Suppression.id)
    )
    return added is not None


def lift(session: Session, *, address_hash: str, union_id: int, list_ids: tuple[int, ...]) -> None:
    """Take back what the person's own leaving suppressed and their asking now contradicts."""
    session.execute(delete(Suppression).where(_left(address_hash, union_id, list_ids)))


def has_left(
    session: Session,
    *,
    address_hash: str,
    union_id: int,
    list_ids: tuple[int, ...] = (),
    since: datetime | None = None,
) -> bool:
    """Whether the person left what they would be mailed through: these lists, this union, everything."""
    left = select(Suppression.id).where(_left(address_hash, union_id, list_ids)).limit(1)
    if since is not None:
        left = left.where(Suppression.at > since)
    return session.scalar(left) is not None


def is_barred(session: Session, *, address_hash: str, union_id: int) -> bool:
    """Whether not even a mail the person asks for may go there: it bounced, complained or a steward barred it."""
    return (
        session.scalar(
            select(Suppression.id)
            .where(
                Suppression.address_hash == address_hash,
                Suppression.reason != SuppressionReason.LEFT,
                or_(_everything(), _union(union_id)),
            )
            .limit(1)
        )
        is not None
    )


def _left(address_hash: str, union_id: int, list_ids: tuple[int, ...]) -> ColumnElement[bool]:
    return and_(
        Suppression.address_hash == address_hash,
        Suppression.reason == SuppressionReason.LEFT,
        or_(_everything(), _union(union_id), Suppression.list_id.in_(list_ids)),
    )


def _everything() -> ColumnElement[bool]:
    return Suppression.scope == Scope.ALLIANCE


def _union(union_id: int) -> ColumnElement[bool]:
    return and_(Suppression.scope == Scope.UNION, Suppression.union_id == union_id)
