"""A rule as a condition in SQL."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, not_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from newsletter.audiences.bad_rule import BadRule
from newsletter.audiences.ledger import SENT, message
from newsletter.audiences.lookups import in_some
from newsletter.audiences.rule import (
    SILENCE,
    AllOf,
    Answered,
    AnyOf,
    Between,
    FieldTest,
    HasField,
    HasRole,
    InCountries,
    InLocals,
    InRegions,
    InUnions,
    Joined,
    Leaf,
    NoneOf,
    OnBasis,
    OnLists,
    Reads,
    Rule,
    WasSent,
)
from newsletter.audiences.when import Days, When
from newsletter.events.models import Rsvp
from newsletter.subscribers.models import (
    CustomField,
    FieldValue,
    MailingList,
    Membership,
    Standing,
    Subscriber,
    Subscription,
)
from newsletter.subscribers.writable import writable_by
from newsletter.unions.models import Union

OfMembership = Callable[[ColumnElement[bool]], ColumnElement[bool]]


@dataclass(frozen=True)
class Sight:
    """What a campaign may look at: the memberships of these unions, what they know, and the lists they own.

    A rule cannot look further, so that staff of one union learn nothing of another's people from a count. Topics of
    the alliance are for everybody. Rules must be `settled`.
    """

    union_ids: frozenset[int]

    one_by_one: bool = False
    """Whether only a few people are looked at: for them nobody has to collect everybody on a list."""

    def of_path(self, rule: Rule) -> ColumnElement[bool]:
        """True for rows of Subscriber joined with Membership where the rule holds for just that membership."""
        return self._condition(rule, lambda about_membership: about_membership)

    def of_person(self, rule: Rule) -> ColumnElement[bool]:
        """True for rows of Subscriber, grouped with `of_membership`, where the rule holds by any of these.

        Where the rule `names_memberships` that is known only of the whole group.
        """
        return _known(self._condition(rule, _any_of_them))

    def on_lists(self, list_ids: tuple[int, ...]) -> ColumnElement[bool]:
        """Confirmed on any of these lists. Index: ix_subscription_list_id_standing_subscriber_id."""
        return self._stands(list_ids, Standing.CONFIRMED)

    def of_membership(self) -> ColumnElement[bool]:
        """True for memberships that may be looked at and have not ended."""
        return and_(in_some(Membership.union_id, self.union_ids), Membership.ended_on.is_(None))

    def _condition(self, rule: Rule, of_membership: OfMembership) -> ColumnElement[bool]:
        match rule:
            case AllOf(rules):
                return and_(true(), *(self._condition(one, of_membership) for one in rules))
            case AnyOf(rules):
                return or_(false(), *(self._condition(one, of_membership) for one in rules))
            case NoneOf(rules):
                return not_(_known(or_(false(), *(self._condition(one, of_membership) for one in rules))))
            case _:
                return self._leaf(rule, of_membership)

    def _leaf(self, rule: Leaf, of_membership: OfMembership) -> ColumnElement[bool]:  # noqa: C901, PLR0911, PLR0912 (one each)
        match rule:
            case OnLists(ids, standing, since):
                return self._stands(ids, Standing(standing), since)
            case InUnions(ids, with_affiliates):
                return of_membership(_in_unions(ids, with_affiliates=with_affiliates))
            case InLocals(ids):
                return of_membership(Membership.local_id.in_(ids))
            case InCountries(countries):
                return Subscriber.country.in_(countries)
            case InRegions(regions):
                return Subscriber.region.in_(regions)
            case Reads(languages):
                return Subscriber.language.in_(languages)
            case HasRole(roles):
                return of_membership(Membership.role.in_(roles))
            case Joined(when):
                return of_membership(_in_days(Membership.joined_on, when))
            case HasField(field_id, test):
                return of_membership(Membership.id.in_(self._with_field(field_id, test)))
            case OnBasis(bases, since):
                return self._on_basis(bases, since)
            case Answered(ids, answer):
                return self._answered(ids, answer)
            case WasSent(ids):
                return self._was_sent(ids)
            case _:
                raise BadRule("", "a segment that was not put in")

    def _stands(
        self, list_ids: tuple[int, ...], standing: Standing, since: When | None = None
    ) -> ColumnElement[bool]:
        found = select(Subscription.subscriber_id).where(
            Subscription.list_id.in_(self._lists().where(MailingList.id.in_(list_ids))),
            Subscription.standing == standing,
            _in_hours(Subscription.changed_at, since),
        )
        return self._among(Subscription.subscriber_id, found)

    def _on_basis(self, bases: tuple[str, ...], since: When | None) -> ColumnElement[bool]:
        found = select(Subscription.subscriber_id).where(
            Subscription.list_id.in_(self._lists()),
            Subscription.standing == Standing.CONFIRMED,
            Subscription.basis.in_(bases),
            _in_hours(Subscription.changed_at, since),
        )
        return self._among(Subscription.subscriber_id, found)

    def _answered(self, event_ids: tuple[int, ...], answer: str) -> ColumnElement[bool]:
        """Index: the key of rsvp. An answer is known to the union through which the person was invited."""
        found = select(Rsvp.subscriber_id).where(Rsvp.event_id.in_(event_ids), Rsvp.union_id.in_(self.union_ids))
        if answer == SILENCE:
            return not_(self._among(Rsvp.subscriber_id, found))
        return self._among(Rsvp.subscriber_id, found.where(Rsvp.answer == answer))

    def _was_sent(self, campaign_ids: tuple[int, ...]) -> ColumnElement[bool]:
        """Index: the ledger's key."""
        found = select(message.c.subscriber_id).where(
            message.c.campaign_id.in_(campaign_ids),
            message.c.via_union_id.in_(self.union_ids),
            message.c.state == SENT,
        )
        return self._among(message.c.subscriber_id, found)

    def _with_field(self, field_id: int, test: FieldTest) -> Select[int]:
        """Indexes: ix_field_value_field_id_text, .._number, .._day."""
        own = select(CustomField.id).where(CustomField.id == field_id, CustomField.union_id.in_(self.union_ids))
        return select(FieldValue.membership_id).where(FieldValue.field_id.in_(own), _says(test))

    def _lists(self) -> Select[int]:
        return select(MailingList.id).where(writable_by(self.union_ids))

    def _among(
        self, subscriber_id: ColumnElement[int] | InstrumentedAttribute[int], found: Select[int]
    ) -> ColumnElement[bool]:
        if self.one_by_one:
            return found.where(subscriber_id == Subscriber.id).correlate(Subscriber).exists()
        return Subscriber.id.in_(found)


def names_memberships(rule: Rule) -> bool:
    """Whether a rule asks for more than who the person is."""
    match rule:
        case AllOf(rules) | AnyOf(rules) | NoneOf(rules):
            return any(names_memberships(one) for one in rules)
        case _:
            return isinstance(rule, InUnions | InLocals | HasRole | Joined | HasField)


def _known(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """What is not known is not so. Only asked for where the opposite is wanted: it keeps from using an index."""
    return condition.is_(True)


def _any_of_them(about_membership: ColumnElement[bool]) -> ColumnElement[bool]:
    return func.count().filter(about_membership) > 0


def _in_unions(ids: tuple[int, ...], *, with_affiliates: bool) -> ColumnElement[bool]:
    if not with_affiliates:
        return Membership.union_id.in_(ids)
    tree = select(Union.id).where(Union.id.in_(ids)).cte(recursive=True)
    affiliate = aliased(Union)
    tree = tree.union(select(affiliate.id).join(tree, affiliate.parent_id == tree.c.id))
    return Membership.union_id.in_(select(tree.c.id))


def _says(test: FieldTest) -> ColumnElement[bool]:
    match test:
        case bool():
            return FieldValue.number == float(test)
        case Between(low, high):
            ends = ([FieldValue.number >= low] if low is not None else []) + (
                [FieldValue.number <= high] if high is not None else []
            )
            return and_(FieldValue.number.is_not(None), *ends)
        case tuple():
            return FieldValue.text.in_(test)
        case _:
            return _in_days(FieldValue.day, test)


def _in_days(column: InstrumentedAttribute[object], when: When) -> ColumnElement[bool]:
    days = _certain(when)
    ends = ([column >= literal(days.first)] if days.first else []) + (
        [column <= literal(days.last)] if days.last else []
    )
    return and_(column.is_not(None), *ends)


def _in_hours(column: InstrumentedAttribute[object], when: When | None) -> ColumnElement[bool]:
    days = _certain(when or Days())
    ends = ([column >= days.since] if days.since else []) + ([column < days.until] if days.until else [])
    return and_(true(), *ends)


def _certain(when: When) -> Days:
    if isinstance(when, Days):
        return when
    raise BadRule("", "a relative time that was not settled")
