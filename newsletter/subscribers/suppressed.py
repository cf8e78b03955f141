"""Which addresses a union may not mail: how many and why, and whether one of them is among them.

A union sees what stands in its own name. What the whole alliance keeps from being mailed it sees of its own members
only: otherwise it could learn by asking who belongs to another union.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from newsletter.subscribers.models import Membership, Scope, Subscriber, Suppression, SuppressionReason
from newsletter.unions.models import Union, UnionKind


@dataclass(frozen=True)
class Tally:
    """So many addresses are kept from mail this far for this reason."""

    scope: Scope
    reason: SuppressionReason
    count: int


@dataclass(frozen=True)
class Totals:
    """Addresses, each counted once however often it is suppressed."""

    wholly: int
    """Get nothing through the union."""

    in_part: int
    """Have left a list or more; those who left everything as well are counted there, too."""


def tallies(session: Session, *, union: Union) -> Sequence[Tally]:
    """Counts by how far it reaches and why."""
    counted = (
        select(Suppression.scope, Suppression.reason, func.count(Suppression.address_hash.distinct()))
        .where(_shown_to(union))
        .group_by(Suppression.scope, Suppression.reason)
        .order_by(Suppression.scope, Suppression.reason)
    )
    return [Tally(*row) for row in session.execute(counted)]


def totals(session: Session, *, union: Union) -> Totals:
    """Counts of addresses."""
    is_list = Suppression.scope == Scope.LIST
    each = Suppression.address_hash.distinct()
    return Totals(
        wholly=session.scalars(select(func.count(each)).where(_shown_to(union), ~is_list)).one(),
        in_part=session.scalars(select(func.count(each)).where(_shown_to(union), is_list)).one(),
    )


def of_address(session: Session, *, union: Union, address_hash: str) -> Sequence[Suppression]:
    """Why this union may not mail an address, as far as it may know."""
    return session.scalars(
        select(Suppression)
        .where(Suppression.address_hash == address_hash, _shown_to(union))
        .order_by(Suppression.scope, Suppression.at)
    ).all()


def _shown_to(union: Union) -> ColumnElement[bool]:
    own = Suppression.union_id == union.id
    if union.kind is UnionKind.ALLIANCE:
        return own
    is_alliances = Suppression.union_id.in_(select(Union.id).where(Union.kind == UnionKind.ALLIANCE))
    is_members = exists(
        select(Membership.id)
        .join(Subscriber, Subscriber.id == Membership.subscriber_id)
        .where(Subscriber.address_hash == Suppression.address_hash, Membership.union_id == union.id)
    )
    return or_(own, and_(is_alliances, is_members))
