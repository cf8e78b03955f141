"""What can be warmed up from this desk: its relays, and the domain behind the @ of its sender."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsletter.delivery.models import WarmUp
from newsletter.delivery.pacing.warming import DAY, Ramp, RampOn, day_of
from newsletter.errors import NotVisible
from newsletter.unions.queries import default_sender
from newsletter.web.context import now, session
from newsletter.web.manage.desk import desk
from newsletter.web.manage.limits.subjects import relays_here

USUAL = Ramp(first=500, growth_percent=25, target=50_000)
"""Three weeks, if somebody asks us; what a relay may send at its end is a day's mail of an alliance."""

SHOWN = 60
"""Days of a schedule; nobody reads more."""

Rows = Mapping[tuple[RampOn, str], WarmUp]


@dataclass(frozen=True)
class Climb:
    """One relay or domain, and the ramp it is on, if any."""

    on: RampOn
    name: str
    title: str
    row: WarmUp | None

    @property
    def day(self) -> int:
        """Which day it is, counted from 0."""
        return day_of(self.row.began_at, now()) if self.row else 0

    @property
    def today(self) -> int | None:
        """How much may go; None: as much as there is."""
        return self.row.ramp.allowed(self.day) if self.row else None

    @property
    def ends_at(self) -> datetime | None:
        """From when on nothing is limited."""
        return self.row.began_at + timedelta(days=len(list(self.row.ramp.days()))) if self.row else None

    def schedule(self, ramp: Ramp) -> Iterator[tuple[int, datetime, int]]:
        """Each day of a ramp: its number, when it begins, and how much may go."""
        began_at = self.row.began_at if self.row else now()
        for day, count in zip(range(SHOWN), ramp.days(), strict=False):
            yield day, began_at + day * DAY, count


def climbs_here(rows: Rows) -> Sequence[Climb]:
    """All that one can warm up."""
    return list(_climbs(rows))


def own_climb(on: RampOn, name: str, rows: Rows) -> Climb:
    """One of them. Raises NotVisible."""
    found = next((one for one in climbs_here(rows) if (one.on, one.name) == (on, name)), None)
    if found is None:
        raise NotVisible
    return found


def _climbs(rows: Rows) -> Iterable[Climb]:
    for relay in relays_here({}):
        yield Climb(RampOn.RELAY, relay.name, relay.title, rows.get((RampOn.RELAY, relay.name)))
    domain = default_sender(session(), desk().union.id).address.rpartition("@")[2]
    yield Climb(RampOn.DOMAIN, domain, domain, rows.get((RampOn.DOMAIN, domain)))
