"""Sample people, drawn by chance with a fixed beginning: the same seed gives the same people everywhere."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TypeVar

from newsletter.seeds.forms import PeopleFile, Seed, SeedLocal
from newsletter.seeds.person import DrawnMembership, DrawnSubscription, DrawnSuppression, Person
from newsletter.subscribers.models import MemberRole, Scope, Standing, SuppressionReason

_Lot = TypeVar("_Lot")

_SCOPES = {
    SuppressionReason.STEWARD: Scope.UNION,
    SuppressionReason.BOUNCED: Scope.ALLIANCE,
    SuppressionReason.COMPLAINED: Scope.ALLIANCE,
}


def draw(seed: Seed) -> tuple[Person, ...]:
    """All sample people of a seed."""
    form = seed.samples.people
    chance = Random(form.random_seed)
    unions = [union for union, count in form.unions.items() for _ in range(count)]
    people = [_Draw(seed, chance, number).person(union) for number, union in enumerate(unions, start=101)]
    return tuple(_with_suppressed(people, form, chance))


class _Draw:
    """One person's lot."""

    def __init__(self, seed: Seed, chance: Random, number: int) -> None:
        self.seed, self.form, self.chance, self.number = seed, seed.samples.people, chance, number

    def person(self, union: str) -> Person:
        local = self.chance.choice(self.seed.locals.root[union])
        language = self._weighted(self._languages(local))
        given, family = self._name(language)
        first = DrawnMembership(union, local.number, self._role(union), given, family)
        memberships = (first, *self._second(union, local, given, family))
        subscriptions = self._subscriptions(first.role)
        return Person(
            email=f"{address_name(given, family)}.{self.number}@{self.form.domain}",
            language=language,
            country=local.country,
            region=local.region,
            signed_up=timedelta(minutes=self.chance.randrange(3 * 24 * 60, self.form.months_back * 30 * 24 * 60)),
            memberships=memberships,
            subscriptions=subscriptions,
            suppressions=tuple(
                DrawnSuppression(SuppressionReason.LEFT, Scope.LIST, one.list)
                for one in subscriptions
                if one.standing is Standing.UNSUBSCRIBED
            ),
        )

    def _languages(self, local: SeedLocal) -> Mapping[str, float]:
        return self.form.languages_by_region.get(local.region) or self.form.languages_by_country[local.country]

    def _name(self, language: str) -> tuple[str, str]:
        pool = self.form.names[language]
        name = self.chance.choice(pool.given), self.chance.choice(pool.family)
        return ("", "") if self.chance.random() < self.form.shares.nameless else name

    def _role(self, union: str) -> MemberRole:
        role = self._weighted(self.form.roles)
        return MemberRole.FRIEND if union == self.seed.unions.alliance.slug else role

    def _second(self, union: str, local: SeedLocal, given: str, family: str) -> Iterator[DrawnMembership]:
        if self.chance.random() >= self.form.shares.second_union:
            return
        nearby = [
            (other, one.number)
            for other, branches in self.seed.locals.root.items()
            for one in branches
            if other != union and one.country == local.country
        ]
        if nearby:
            other, number = self.chance.choice(nearby)
            yield DrawnMembership(other, number, MemberRole.MEMBER, given, family)

    def _subscriptions(self, role: MemberRole) -> tuple[DrawnSubscription, ...]:
        topics = [topic for topic, share in self.form.topics.items() if self.chance.random() < share]
        topics = topics or [self._weighted(self.form.topics)]
        lot = self.chance.random()
        if lot < self.form.standings.pending:
            return tuple(DrawnSubscription(topic, Standing.PENDING) for topic in topics)
        left = self.chance.choice(topics) if lot > 1 - self.form.standings.unsubscribed else None
        private = [one for one, roles in self.form.private_lists.items() if role in roles]
        return tuple(
            DrawnSubscription(one, Standing.UNSUBSCRIBED if one == left else Standing.CONFIRMED)
            for one in (*topics, *private)
        )

    def _weighted(self, weights: Mapping[_Lot, float]) -> _Lot:
        return self.chance.choices(list(weights), list(weights.values()))[0]


def _with_suppressed(people: list[Person], form: PeopleFile, chance: Random) -> list[Person]:
    """The same people, some of those with most topics no longer to be mailed."""
    reasons = [reason for reason, count in form.suppressed.items() for _ in range(count)]
    likely = [at for at, one in enumerate(people) if one.is_confirmed and not one.suppressions]
    likely.sort(key=lambda at: -len(people[at].subscriptions))
    for at, reason in zip(chance.sample(likely[: 6 * len(reasons)], len(reasons)), reasons, strict=True):
        people[at] = replace(people[at], suppressions=(DrawnSuppression(reason, _SCOPES[reason]),))
    return people


def address_name(given: str, family: str) -> str:
    """A name as it stands before an @."""
    words = (_plain(word) for word in (given, family))
    return ".".join(word for word in words if word) or "member"


def _plain(word: str) -> str:
    return re.sub("[^a-z]", "", unicodedata.normalize("NFKD", word).lower())
