"""The members a rule is about: how many, and who, a page at a time."""

from collections.abc import Collection, Sequence

from sqlalchemy import BigInteger, Select, cast, func, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from newsletter.audiences.conditions import Sight
from newsletter.audiences.rule import Rule
from newsletter.fence import beyond
from newsletter.subscribers.models import Membership, Subscriber

_UNIONS_ROOM = 2**20


def headcounts(session: Session, rule: Rule, *, union_ids: Collection[int]) -> dict[int, int]:
    """How many people there are by union, each counted once, through their oldest membership. The rule is settled."""
    if len(union_ids) == 1:
        counted = _memberships(rule, union_ids).with_only_columns(func.count())
        return {one: session.scalar(counted) or 0 for one in union_ids}
    oldest = func.min(cast(Membership.id, BigInteger) * _UNIONS_ROOM + Membership.union_id)
    person = _memberships(rule, union_ids).with_only_columns(oldest.label("best")).group_by(Subscriber.id).subquery()
    through = person.c.best % _UNIONS_ROOM
    with beyond(session):
        return dict(session.execute(select(through, func.count()).group_by(through)).all())


def page(
    session: Session, rule: Rule, *, union_id: int, behind: tuple[str, int] | None = None, limit: int
) -> Sequence[Membership]:
    """Members of one union in the order of their names. Index: ix_membership_union_id_sort_name_id."""
    found = (
        _memberships(rule, (union_id,))
        .options(contains_eager(Membership.subscriber), selectinload(Membership.local))
        .order_by(Membership.sort_name, Membership.id)
        .limit(limit)
    )
    if behind:
        name, number = behind
        found = found.where(
            (Membership.sort_name > name) | ((Membership.sort_name == name) & (Membership.id > number))
        )
    return session.scalars(found).all()


def _memberships(rule: Rule, union_ids: Collection[int]) -> Select[Membership]:
    sight = Sight(frozenset(union_ids))
    return select(Membership).join(Membership.subscriber).where(sight.of_membership(), sight.of_path(rule))
