"""A rule as a condition in SQL."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select, true
from sqlalchemy.orm import aliased

from newsletter.audiences.lookups import in_some
from newsletter.audiences.rule import AllOf, AnyOf, HasRole, InCountries, InUnions, Leaf, NoneOf, OnLists, Reads, Rule
from newsletter.subscribers.models import MailingList, Membership, Standing, Subscriber, Subscription
from newsletter.subscribers.writable import writable_by
from newsletter.unions.models import Union

OfMembership = Callable[[ColumnElement[bool]], ColumnElement[bool]]


@dataclass(frozen=True)
class Sight:
    """What a campaign may look at: the memberships of these unions and the lists they own.

    A rule cannot look further, so that staff of one union learn nothing of another's people from a count. Topics of
    the alliance are for everybody.
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
        return self._condition(rule, _any_of_them)

    def on_lists(self, list_ids: tuple[int, ...]) -> ColumnElement[bool]:
        """Confirmed on any of these lists. Index: ix_subscription_list_id_standing_subscriber_id."""
        seen = select(MailingList.id).where(MailingList.id.in_(list_ids), writable_by(self.union_ids))
        confirmed = select(Subscription.subscriber_id).where(
            Subscription.list_id.in_(seen), Subscription.standing == Standing.CONFIRMED
        )
        if self.one_by_one:
            return confirmed.where(Subscription.subscriber_id == Subscriber.id).correlate(Subscriber).exists()
        return Subscriber.id.in_(confirmed)

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
                return not_(or_(false(), *(self._condition(one, of_membership) for one in rules)))
            case _:
                return self._leaf(rule, of_membership)

    def _leaf(self, rule: Leaf, of_membership: OfMembership) -> ColumnElement[bool]:
        match rule:
            case OnLists(ids):
                return self.on_lists(ids)
            case InUnions(ids, with_affiliates):
                return of_membership(_in_unions(ids, with_affiliates=with_affiliates))
            case InCountries(countries):
                return Subscriber.country.in_(countries).is_(True)
            case Reads(languages):
                return Subscriber.language.in_(languages)
            case HasRole(roles):
                return of_membership(Membership.role.in_(roles))


def names_memberships(rule: Rule) -> bool:
    """Whether a rule asks for more than who the person is."""
    match rule:
        case AllOf(rules) | AnyOf(rules) | NoneOf(rules):
            return any(names_memberships(one) for one in rules)
        case _:
            return isinstance(rule, InUnions | HasRole)


def _any_of_them(about_membership: ColumnElement[bool]) -> ColumnElement[bool]:
    return func.count().filter(about_membership) > 0


def _in_unions(ids: tuple[int, ...], *, with_affiliates: bool) -> ColumnElement[bool]:
    if not with_affiliates:
        return Membership.union_id.in_(ids)
    tree = select(Union.id).where(Union.id.in_(ids)).cte(recursive=True)
    affiliate = aliased(Union)
    tree = tree.union(select(affiliate.id).join(tree, affiliate.parent_id == tree.c.id))
    return Membership.union_id.in_(select(tree.c.id))
