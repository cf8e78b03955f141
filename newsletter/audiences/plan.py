"""What a campaign would do to everybody in its audience, as one SELECT with one row per person.

A person in two unions has two ways to be reached. Of these the best is taken: one that can be mailed before one that
is held, one that is held before one that is suppressed, and the older membership before the newer.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, null, or_, select
from sqlalchemy.orm import aliased

from newsletter.audiences.audience import Audience
from newsletter.audiences.conditions import Sight
from newsletter.audiences.reasons import HOLDING, Reason
from newsletter.subscribers.models import Membership, Scope, Subscriber, Suppression, SuppressionReason

QUEBEC = "CA-QC"


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


def people(plan: Plan) -> Select[int, int, str, Reason | None]:
    """One row per person: subscriber_id, union_id, language and the reason not to mail them, if any."""
    paths = _paths(plan).subquery("path")
    ranked = select(
        paths,
        func.row_number()
        .over(partition_by=paths.c.subscriber_id, order_by=(_rank(paths.c.reason), paths.c.membership_id))
        .label("place"),
    ).subquery("ranked")
    return select(ranked.c.subscriber_id, ranked.c.union_id, ranked.c.language, ranked.c.reason).where(
        ranked.c.place == 1
    )


def _paths(plan: Plan) -> Select[int, int, int, str, Reason | None]:
    everything, union, topic = (aliased(Suppression, name=f"from_{scope}") for scope in ("alliance", "union", "list"))
    language, sight = _language(plan.languages), Sight(plan.within)
    return (
        select(
            Subscriber.id.label("subscriber_id"),
            Membership.id.label("membership_id"),
            Membership.union_id.label("union_id"),
            language.label("language"),
            case(
                *_suppressed(everything, Reason.LEFT_ALLIANCE),
                *_suppressed(union, Reason.LEFT_UNION),
                *_suppressed(topic, Reason.LEFT_LIST),
                *_held(plan, language),
                else_=null(),
            ).label("reason"),
        )
        .join(Membership, Membership.subscriber_id == Subscriber.id)
        .outerjoin(everything, _bars(everything, Scope.ALLIANCE))
        .outerjoin(union, and_(_bars(union, Scope.UNION), union.union_id == Membership.union_id))
        .outerjoin(topic, and_(_bars(topic, Scope.LIST), topic.list_id == plan.topic_id))
        .where(
            sight.on_lists(plan.audience.list_ids),
            Membership.union_id.in_(plan.within),
            sight.of_path(plan.audience.only),
            ~sight.of_person(plan.audience.never),
        )
    )


def _bars(suppression: type[Suppression], scope: Scope) -> ColumnElement[bool]:
    """Unique by uq_suppression_address_hash_scope_list_id_union_id, so a join adds no rows."""
    return and_(suppression.address_hash == Subscriber.address_hash, suppression.scope == scope)


def _suppressed(
    suppression: type[Suppression], left: Reason
) -> tuple[tuple[ColumnElement[bool], ColumnElement[str]], ...]:
    return (
        (suppression.reason == SuppressionReason.LEFT, literal(str(left))),
        *(
            (suppression.reason == reason, literal(str(reason)))
            for reason in SuppressionReason
            if reason is not SuppressionReason.LEFT
        ),
    )


def _held(plan: Plan, language: ColumnElement[str]) -> list[tuple[ColumnElement[bool], ColumnElement[str]]]:
    conditions: list[tuple[ColumnElement[bool], ColumnElement[str]]] = []
    if not plan.french_is_whole:
        conditions.append((Subscriber.region == QUEBEC, literal(str(Reason.FRENCH_MISSING))))
    if plan.granted is not None:
        yes = [
            and_(
                language == spoken, Membership.union_id.in_([union for union, said in plan.granted if said == spoken])
            )
            for spoken in plan.languages
        ]
        conditions.append((~or_(*yes), literal(str(Reason.UNAPPROVED))))
    return conditions


def _language(languages: tuple[str, ...]) -> ColumnElement[str]:
    return case((Subscriber.language.in_(languages), Subscriber.language), else_=literal(languages[0]))


def _rank(reason: ColumnElement[str]) -> ColumnElement[int]:
    return case((reason.is_(None), 0), (reason.in_(list(HOLDING)), 1), else_=2)
