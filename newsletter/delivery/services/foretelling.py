"""On which day a campaign will be through, by all limits and ramps there are."""

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.delivery.models import Destination, Message
from newsletter.delivery.pacing.forecast import Climb, Forecast, Load, forecast
from newsletter.delivery.pacing.limits import LimitOn, Limits, Rates
from newsletter.delivery.pacing.warming import DAY, RampOn
from newsletter.delivery.services.limiting import limits
from newsletter.delivery.services.locating import domain_of
from newsletter.delivery.services.warming import ramps
from newsletter.relays.queries import shares
from newsletter.subscribers.models import Membership, Subscriber

SAMPLE = 5000
"""Members of a union by whom we judge where its people have their mailboxes, before a campaign is counted."""


@dataclass(frozen=True)
class Passed:
    """What went out in the last day."""

    mails: float = 0.0
    since: datetime | None = None

    def __add__(self, other: "Passed") -> "Passed":
        times = [one.since for one in (self, other) if one.since]
        return Passed(self.mails + other.mails, min(times, default=None))

    def part(self, share: float) -> "Passed":
        """Of what goes several ways."""
        return Passed(self.mails * share, self.since)


def foretell(
    session: Session, *, people: Mapping[int, int], campaign_id: int | None = None, now: datetime
) -> Forecast | None:
    """When so many more people of these unions have got their mail; None where no limit says so.

    `campaign_id`: of one that is frozen, whose destinations are counted.
    """
    going = {union_id: count for union_id, count in people.items() if count}
    held_to = limits(session, now=now)
    return forecast(_loads(session, going, held_to, campaign_id, now), now=now)


def _loads(
    session: Session, people: Mapping[int, int], held_to: Limits, campaign_id: int | None, now: datetime
) -> Iterator[Load]:
    passed = _passed(session, now) if _asks_for_days(held_to) else {}
    ways = {union_id: shares(session, union_id) for union_id in {*people, *passed}}
    climbs = {key: Climb(one.ramp, one.began_at) for key, one in ramps(session).items() if key in held_to.warming}
    for union_id, count in people.items():
        yield _load(LimitOn.UNION, str(union_id), count, held_to, passed.get(union_id, Passed()))
    for relay in {relay for union_id in people for relay in ways[union_id]}:
        count = math.ceil(sum(one * ways[union_id].get(relay, 0) for union_id, one in people.items()))
        through = sum((one.part(ways[union_id].get(relay, 0)) for union_id, one in passed.items()), Passed())
        yield _load(LimitOn.RELAY, str(relay), count, held_to, through)
        if climb := climbs.get((RampOn.RELAY, str(relay))):
            yield _climb(RampOn.RELAY, str(relay), count, climb, through)
    for domain in {held_to.senders[union_id] for union_id in people if union_id in held_to.senders}:
        behind = {union_id for union_id, sender in held_to.senders.items() if sender == domain}
        through = sum((one for union_id, one in passed.items() if union_id in behind), Passed())
        count = sum(one for union_id, one in people.items() if union_id in behind)
        yield _climb(RampOn.DOMAIN, domain, count, climbs[RampOn.DOMAIN, domain], through)
    for operator, count in _by_operator(session, people, held_to, campaign_id).items():
        yield _load(LimitOn.OPERATOR, operator, count, held_to, Passed())


def _load(on: LimitOn, name: str, people: int, held_to: Limits, passed: Passed) -> Load:
    rates = held_to.rates.get((on, name), Rates())
    return Load(on, name, people, rates, spent=round(passed.mails), since=passed.since)


def _climb(on: RampOn, name: str, people: int, climb: Climb, passed: Passed) -> Load:
    return Load(on, name, people, climb=climb, spent=round(passed.mails), since=passed.since)


def _asks_for_days(held_to: Limits) -> bool:
    return bool(held_to.warming) or any(rates.per_day for rates in held_to.rates.values())


def _passed(session: Session, now: datetime) -> Mapping[int, Passed]:
    """What went out in the last day, by union, of campaigns that were going then."""
    lately = or_(Campaign.state.in_([State.SENDING, State.PAUSED]), Campaign.finished_at > now - DAY)
    campaigns = session.scalars(select(Campaign.id).where(lately)).all()  # by number, so that others' partitions rest
    rows = session.execute(
        select(Message.via_union_id, func.count(), func.min(Message.sent_at))
        .where(Message.campaign_id.in_(campaigns), Message.sent_at > now - DAY)
        .group_by(Message.via_union_id)
    )
    return {union_id: Passed(mails, since) for union_id, mails, since in rows}


def _by_operator(
    session: Session, people: Mapping[int, int], held_to: Limits, campaign_id: int | None
) -> Mapping[str, int]:
    """How many of them each operator takes that has a limit: at most all who are left, as the others are quicker."""
    counted = _destinations(session, campaign_id, people) if campaign_id else {}
    found: Counter[str] = Counter()
    for union_id, count in people.items():
        by_domain = counted.get(union_id) or _sampled(session, union_id, count)
        ours: Counter[str] = Counter()
        for domain, at_it in by_domain.items():
            ours[held_to.operator_of(domain)] += at_it
        for operator, theirs in ours.items():
            if (LimitOn.OPERATOR, operator) in held_to.rates:
                found[operator] += min(theirs, count)
    return found


def _destinations(session: Session, campaign_id: int, union_ids: Collection[int]) -> Mapping[int, Mapping[str, int]]:
    rows = session.scalars(
        select(Destination).where(Destination.campaign_id == campaign_id, Destination.union_id.in_(union_ids))
    )
    found: dict[int, dict[str, int]] = {}
    for one in rows:
        found.setdefault(one.union_id, {})[one.domain] = one.people
    return found


def _sampled(session: Session, union_id: int, count: int) -> Mapping[str, int]:
    """As the first of its members, so all of them."""
    some = (
        select(Membership.subscriber_id).where(Membership.union_id == union_id).limit(SAMPLE).subquery("some_members")
    )
    domain = domain_of(session, Subscriber.email)
    rows = session.execute(
        select(domain, func.count()).join(some, some.c.subscriber_id == Subscriber.id).group_by(domain)
    ).all()
    known = sum(number for _domain, number in rows)
    return {domain: math.ceil(number * count / known) for domain, number in rows}
