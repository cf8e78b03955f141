"""Finding members as one types: by how a name, an address or a membership number begins.

Each of them is an index that is walked in its own order until the page is full, one behind the other: family names,
given names, numbers, addresses. Whoever was found by an earlier one is left out of those behind it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager, selectinload

from newsletter.db import LAST_SIGN, among
from newsletter.subscribers.models import Membership, Standing, Subscriber, Subscription
from newsletter.subscribers.models.membership import plain_letters

SHORTEST_ADDRESS = 3
"""So many letters of an address must be there: a letter alone is half of the people of all unions."""


FEW = 2_000
"""If no more than this many can be meant, they are looked up one by one; of more the walk soon meets some."""


class Who(StrEnum):
    """Whether they are members still."""

    EVERYBODY = auto()
    MEMBERS = auto()
    FORMER = auto()


@dataclass(frozen=True)
class On:
    """Those who stand like this with this list."""

    list_id: int
    standing: Standing


@dataclass(frozen=True)
class Wanted:
    """Whom somebody looks for in one union."""

    union_id: int
    start: str = ""
    who: Who = Who.EVERYBODY
    on: On | None = None


@dataclass(frozen=True)
class Place:
    """Behind whom the next page begins: this membership, on this way."""

    way: int
    membership_id: int


@dataclass(frozen=True)
class Found:
    """A page of members, and where the next one begins, if there is one."""

    memberships: Sequence[Membership]
    further: Place | None


@dataclass(frozen=True)
class _Way:
    """One index: its column, what must be true of whom it finds, and the order it is walked in."""

    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
    condition: ColumnElement[bool]


def find(session: Session, wanted: Wanted, *, behind: Place | None = None, limit: int) -> Found:
    """One page of them."""
    rows: list[tuple[int, Membership]] = []
    knows_sizes = session.get_bind().dialect.name == "postgresql"
    ways, conditions = list(_ways(wanted, knows_sizes=knows_sizes)), [*_conditions(session, wanted)]
    first = behind.way if behind else 0
    for number, way in list(enumerate(ways))[first:]:
        page = _walk(way).where(*conditions).limit(limit + 1 - len(rows))
        if behind and behind.way == number:
            page = _from(session, page, way, behind, wanted)
        rows += [(number, one) for one in session.scalars(page)]
        if len(rows) > limit:
            break
    shown = rows[:limit]
    last = Place(shown[-1][0], shown[-1][1].id) if len(rows) > limit else None
    return Found([one for _, one in shown], last)


def _ways(wanted: Wanted, *, knows_sizes: bool) -> Iterator[_Way]:
    """Indexes: ix_membership_union_id_sort_name_id, .._call_name_id, .._number_id, uq_subscriber_email."""
    typed, plain = " ".join(wanted.start.split()), plain_letters(wanted.start)
    if not plain:
        yield _Way(Membership.sort_name, Membership.union_id == wanted.union_id)
        return
    own = Membership.union_id == wanted.union_id
    named, called = _begins(Membership.sort_name, plain), _begins(Membership.call_name, plain)
    numbered = _begins(Membership.number, typed)
    yield _Way(Membership.sort_name, and_(own, named))
    yield _Way(Membership.call_name, and_(own, called, not_(named)))
    yield _Way(Membership.number, and_(own, numbered, not_(named), not_(called)))
    if len(plain) >= SHORTEST_ADDRESS:
        by_address = or_(*(_begins(Subscriber.email, one) for one in sorted({typed, plain})))
        unseen = and_(not_(named), not_(called), or_(Membership.number.is_(None), not_(numbered)))
        yield _Way(Subscriber.email, and_(by_address, unseen, own if knows_sizes else _hidden(wanted.union_id)))


def _hidden(union_id: int) -> ColumnElement[bool]:
    """SQLite knows of no union how large it is, and would rather read all of one than the few it is about."""
    return Membership.union_id + 0 == union_id


def _begins(
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], beginning: str
) -> ColumnElement[bool]:
    """No LIKE: inside the fence PostgreSQL lets only comparisons look into an index before its policies."""
    return and_(column >= beginning, column < beginning + LAST_SIGN)


def _walk(way: _Way) -> Select[Membership]:
    return (
        select(Membership)
        .join(Membership.subscriber)
        .options(contains_eager(Membership.subscriber), selectinload(Membership.local))
        .where(way.condition)
        .order_by(way.column, Membership.id)
    )


def _conditions(session: Session, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """What must be true of them however they are found."""
    if wanted.who is Who.FORMER:
        yield _former(session, wanted.union_id)
    if wanted.who is Who.MEMBERS:
        yield Membership.ended_on.is_(None)
    if wanted.on:
        yield _stands(session, wanted.on)


def _former(session: Session, union_id: int) -> ColumnElement[bool]:
    """Index: ix_membership_former."""
    is_former = (Membership.union_id == union_id, Membership.ended_on.is_not(None))
    some = session.scalars(select(Membership.id).where(*is_former).limit(FEW + 1)).all()
    return among(session, Membership.id, some) if len(some) <= FEW else and_(*is_former)


def _stands(session: Session, on: On) -> ColumnElement[bool]:
    """Index: ix_subscription_list_id_standing_subscriber_id."""
    there = (Subscription.list_id == on.list_id, Subscription.standing == on.standing)
    some = session.scalars(select(Subscription.subscriber_id).where(*there).limit(FEW + 1)).all()
    if len(some) <= FEW:
        return among(session, Membership.subscriber_id, some)
    return exists().where(Subscription.subscriber_id == Membership.subscriber_id, *there)


def _from(session: Session, page: Select[Membership], way: _Way, behind: Place, wanted: Wanted) -> Select[Membership]:
    last = session.execute(
        select(way.column, Membership.id)
        .join(Membership.subscriber)
        .where(Membership.id == behind.membership_id, Membership.union_id == wanted.union_id)
    ).first()
    return page.where(tuple_(way.column, Membership.id) > tuple(last)) if last else page
