"""People of a union as rows of a table: read in sets by key, so that a million need no more memory than a few."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, literal, null, select
from sqlalchemy.orm import Session

from newsletter.audiences.conditions import Sight
from newsletter.audiences.queries import ground, own_segment
from newsletter.audiences.rule import Rule
from newsletter.audiences.settling import settled
from newsletter.audiences.written import from_json
from newsletter.db import among
from newsletter.exporting.choice import Choice
from newsletter.subscribers import queries
from newsletter.subscribers.models import Basis, MemberRole, Membership, Standing, Subscriber, Subscription
from newsletter.unions.models import Local, Union

SET_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Person:
    """What a union knows about a member, and how they stand with the list asked for, if any."""

    subscriber_id: int
    email: str
    given_name: str
    family_name: str
    local: str | None
    role: MemberRole
    number: str | None
    joined_on: date | None
    ended_on: date | None
    language: str
    country: str | None
    region: str | None
    standing: Standing | None
    since: datetime | None
    basis: Basis | None


def sets(
    session: Session, *, union: Union, choice: Choice, rule: Rule | None = None, size: int = SET_ROWS
) -> Iterator[Sequence[Person]]:
    """All of them in the order of their numbers. Index: ix_membership_union_id_subscriber_id, walked once."""
    chosen, behind = _chosen(union, choice, rule).order_by(Membership.subscriber_id).limit(size), 0
    while found := session.execute(chosen.where(Membership.subscriber_id > behind)).all():
        yield [Person(*row) for row in found]
        behind = found[-1][0]


def count(
    session: Session, *, union: Union, choice: Choice, rule: Rule | None = None, most: int | None = None
) -> int:
    """How many rows there are; `most` where more are not worth the counting."""
    each = _chosen(union, choice, rule).with_only_columns(literal(1)).limit(most).subquery()
    return session.scalars(select(func.count()).select_from(each)).one()


def lists_of(session: Session, *, subscriber_ids: Sequence[int], list_ids: Sequence[int]) -> dict[int, list[int]]:
    """On which of these lists each of these people is confirmed."""
    found: dict[int, list[int]] = {}
    for subscriber_id, list_id in session.execute(
        select(Subscription.subscriber_id, Subscription.list_id)
        .where(
            among(session, Subscription.subscriber_id, subscriber_ids),
            Subscription.list_id.in_(list_ids),
            Subscription.standing == Standing.CONFIRMED,
        )
        .order_by(Subscription.subscriber_id, Subscription.list_id)
    ):
        found.setdefault(subscriber_id, []).append(list_id)
    return found


def may_take(session: Session, *, union: Union, choice: Choice) -> bool:
    """Whether the list and the segment it names are ones this union sees."""
    if choice.segment_id is not None:
        own_segment(session, union_ids=(union.id,), segment_id=choice.segment_id)
    return choice.list_id is None or choice.list_id in {one.id for one in queries.visible_lists(session, union)}


def rule_of(session: Session, *, union: Union, choice: Choice, now: datetime) -> Rule | None:
    """What its segment says today. Raises NotVisible or BadRule."""
    if choice.segment_id is None:
        return None
    segment = own_segment(session, union_ids=(union.id,), segment_id=choice.segment_id)
    return settled(from_json(segment.rule), ground(session, union=union, now=now))


def _chosen(union: Union, choice: Choice, rule: Rule | None) -> Select[*tuple[Any, ...]]:
    on = (
        (null(), null(), null())
        if choice.list_id is None
        else (Subscription.standing, Subscription.changed_at, Subscription.basis)
    )
    found = (
        select(
            Membership.subscriber_id,
            Subscriber.email,
            Membership.given_name,
            Membership.family_name,
            Local.number,
            Membership.role,
            Membership.number,
            Membership.joined_on,
            Membership.ended_on,
            Subscriber.language,
            Subscriber.country,
            Subscriber.region,
            *on,
        )
        .join(Subscriber, Subscriber.id == Membership.subscriber_id)
        .outerjoin(Local, Local.id == Membership.local_id)
        .where(Membership.union_id == union.id)
    )
    if not choice.former:
        found = found.where(Membership.ended_on.is_(None))
    if rule is not None:
        found = found.where(Sight(frozenset({union.id})).of_path(rule))
    if choice.list_id is not None:
        found = found.join(Subscription, Subscription.subscriber_id == Membership.subscriber_id).where(
            Subscription.list_id == choice.list_id, Subscription.standing == choice.standing
        )
    return found
