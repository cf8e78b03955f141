"""When the last of so many mails goes out, as far as limits say: nothing is quicker than its slowest gate.

A counting gate remembers a part more than its window (`places`), so an hour's mails come round every 62.5 minutes. It
is taken for granted that relays and operators are as quick as they may be, and that nobody else sends meanwhile.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newsletter.delivery.pacing.limits import DAY_S, HOUR_S, LimitOn, Rates
from newsletter.delivery.pacing.places import PARTS
from newsletter.delivery.pacing.warming import DAY, Ramp, RampOn, day_of

ROUND = (PARTS + 1) / PARTS
HOUR, LONG_DAY = timedelta(seconds=HOUR_S * ROUND), timedelta(seconds=DAY_S * ROUND)

LONGEST = timedelta(days=3650)
"""Whoever waits longer need not know how long."""


@dataclass(frozen=True)
class Climb:
    """A ramp that is under way."""

    ramp: Ramp
    began_at: datetime

    def allowed(self, at: datetime) -> int | None:
        """On the day of this moment."""
        return self.ramp.allowed(day_of(self.began_at, at))


@dataclass(frozen=True)
class Load:
    """People whose mail passes the same gates."""

    on: LimitOn | RampOn
    name: str
    people: int
    rates: Rates = field(default_factory=Rates)
    climb: Climb | None = None
    spent: int = 0
    """How many mails of the last day passed already."""

    since: datetime | None = None
    """When the first of those did."""

    @property
    def is_limited(self) -> bool:
        """Whether there is any gate."""
        return self.climb is not None or self.rates != Rates()


@dataclass(frozen=True)
class Forecast:
    """When a campaign is through, and what takes longest."""

    at: datetime
    slowest: Load


def forecast(loads: Iterable[Load], *, now: datetime) -> Forecast | None:
    """None where nothing limits it, so that nobody can say."""
    each = [Forecast(through_at(load, now=now), load) for load in loads if load.people and load.is_limited]
    return max(each, key=lambda one: one.at, default=None)


def through_at(load: Load, *, now: datetime) -> datetime:
    """When the last mail of a load goes out, if the first may go now."""
    begins, people, spent, since = now, load.people, load.spent, load.since or now
    end = now + LONGEST
    while begins < end:
        climbing = load.climb.allowed(begins) if load.climb else None
        most = min((one for one in (climbing, load.rates.per_day) if one is not None), default=None)
        if most is None or people <= most - spent:
            break
        if climbing is None and not spent:  # every day to come is alike
            if _within_a_day(most + 1, load.rates) < LONG_DAY:  # else the hours are tighter
                days = min((people - 1) // most, LONGEST // DAY)
                begins += days * LONG_DAY
                people -= days * most
            break
        free = max(0, most - spent)
        people -= free
        lasts = DAY if most == climbing else LONG_DAY
        begins = max(begins, since + lasts, begins + _within_a_day(free + 1, load.rates))
        spent, since = 0, begins
    return min(begins + _within_a_day(people, load.rates), end)


def _within_a_day(people: int, rates: Rates) -> timedelta:
    """How long so many take by the hour and the second."""
    if not rates.per_hour:
        return _within_an_hour(people, rates)
    hours = max(0, people - 1) // rates.per_hour
    each = max(HOUR, _within_an_hour(rates.per_hour, rates))
    return min(min(hours, LONGEST // HOUR) * each + _within_an_hour(people - hours * rates.per_hour, rates), LONGEST)


def _within_an_hour(people: int, rates: Rates) -> timedelta:
    seconds = people / rates.per_second if rates.per_second else 0.0
    return timedelta(seconds=min(seconds, LONGEST.total_seconds()))
