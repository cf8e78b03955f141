"""What a campaign would do to everybody in its audience, as one SELECT with one row per person.

A person in two unions has two ways to be reached. Of these the best is taken: one that can be mailed before one that
is held, one that is held before one that is suppressed, and the older membership before the newer (`ways`).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from newsletter.audiences.audience import Audience
from newsletter.audiences.conditions import Sight, names_memberships
from newsletter.audiences.reasons import Reason
from newsletter.audiences.ways import OPEN, barred, held, reason_of, union_of, way
from newsletter.subscribers.models import Membership, Scope, Subscriber, Suppression

QUEBEC = "CA-QC"

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class Plan:
    """A campaign as far as its audience is concerned."""

    audience: Audience

    within: frozenset[int]
    """The unions it may reach: its own with affiliates, or all of the alliance's."""

    topic_id: int

    languages: tuple[str, ...]
    """Languages it can be read in, in the order of fallback. At least one."""

    french_is_whole: bool = True
    """Whether French says all that the source says: members in Quebec wait for it.

    Charter of the French Language, s. 49.
    """

    granted: frozenset[tuple[int, str]] | None = None
    """The shares (union, language) with a yes; None counts as if all had said yes."""


def people(plan: Plan, *, among: Collection[int] | None = None) -> Select[int, int, str, Reason | None]:
    """One row per person: subscriber_id, union_id, language and the reason not to mail them, if any.

    `among`: only these are looked at, which is quick whatever the size of the audience.
    """
    reached = _reached(plan, among).offset(0).subquery("reached")  # or SQLite makes `best` twice, once for WHERE
    return select(
        reached.c.subscriber_id,
        union_of(reached.c.best).label("union_id"),
        reached.c.language,
        reason_of(reached.c.best).label("reason"),
    ).where(reached.c.best.is_not(None))


def _reached(plan: Plan, among: Collection[int] | None) -> Select[int, str, int]:
    """Everybody with their best way, if any. Where memberships leave somebody out, all of theirs are looked at."""
    language, sight = _language(plan.languages), Sight(plan.within, one_by_one=among is not None)
    bar = _narrowed(_bars(plan), among).subquery("bar")
    closed = case((bar.c.closed.is_not(None), bar.c.closed), *_held(plan, language), else_=OPEN)
    number, through, left_out = (
        way(closed, Membership.id, Membership.union_id),
        sight.of_path(plan.audience.only),
        sight.of_person(plan.audience.never),
    )
    together = names_memberships(plan.audience.never)
    best = func.min(case((through, number)) if together else number)
    found = (
        select(Subscriber.id.label("subscriber_id"), language.label("language"), best.label("best"))
        .join(Membership, Membership.subscriber_id == Subscriber.id)
        .outerjoin(
            bar,
            and_(
                bar.c.subscriber_id == Subscriber.id,
                or_(bar.c.union_id.is_(None), bar.c.union_id == Membership.union_id),
            ),
        )
        .where(sight.on_lists(plan.audience.list_ids), sight.of_membership())
        .group_by(Subscriber.id)
    )
    found = _narrowed(found, among)
    return found.having(~left_out) if together else found.where(through, ~left_out)


def _narrowed(found: Select[*Columns], among: Collection[int] | None) -> Select[*Columns]:
    return found if among is None else found.where(Subscriber.id.in_(among))


def _bars(plan: Plan) -> Select[int, int | None, int]:
    """What keeps this mail from people: all of them, whoever they are, which is little beside an audience."""
    at_union = Suppression.scope == Scope.UNION
    return (
        select(
            Subscriber.id.label("subscriber_id"),
            case((at_union, Suppression.union_id)).label("union_id"),
            barred(Suppression.scope, Suppression.reason).label("closed"),
        )
        .join(Subscriber, Subscriber.address_hash == Suppression.address_hash)
        .where(
            or_(
                Suppression.scope == Scope.ALLIANCE,
                and_(at_union, Suppression.union_id.in_(plan.within)),
                and_(Suppression.scope == Scope.LIST, Suppression.list_id == plan.topic_id),
            )
        )
    )


def _held(plan: Plan, language: ColumnElement[str]) -> list[tuple[ColumnElement[bool], int]]:
    conditions: list[tuple[ColumnElement[bool], int]] = []
    if not plan.french_is_whole:
        conditions.append((Subscriber.region == QUEBEC, held(Reason.FRENCH_MISSING)))
    if plan.granted is not None:
        conditions += ((which, held(Reason.UNAPPROVED)) for which in _without_a_yes(plan, plan.granted, language))
    return conditions


def _without_a_yes(
    plan: Plan, granted: frozenset[tuple[int, str]], language: ColumnElement[str]
) -> Iterator[ColumnElement[bool]]:
    """The few unions that said nothing, instead of the many that said yes."""
    silent: dict[frozenset[int], list[str]] = {}
    for spoken in plan.languages:
        unions = plan.within - {union for union, said in granted if said == spoken}
        silent.setdefault(unions, []).append(spoken)
    for unions, languages in silent.items():
        if unions:
            about = Membership.union_id.in_(sorted(unions))
            yield about if len(silent) == 1 else and_(language.in_(languages), about)


def _language(languages: tuple[str, ...]) -> ColumnElement[str]:
    return case((Subscriber.language.in_(languages), Subscriber.language), else_=literal(languages[0]))
