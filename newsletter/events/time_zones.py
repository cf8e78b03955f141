"""A time zone as calendars read it, for what happens at one moment: the changes of the clock next to it.

Calendars know few zones by name and read long lists of dates (RDATE) badly, so each change is written as a yearly
rule where it follows one ("the second Sunday of March"), and nothing is said of the rest of history.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONG_AGO = datetime(1970, 1, 1)  # noqa: DTZ001 (what a clock on the wall shows)
_DAY_S = 24 * 60 * 60
_YEARS = 3
_DAYS_LOOKED_AT = _YEARS * 366
"""The year of the moment and its neighbours: what happens alike in all three is a rule."""


@dataclass(frozen=True)
class Change:
    """The clock is put forward or back."""

    wall: datetime
    """What it showed until then."""

    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def moment(self) -> datetime:
        return (self.wall - self.before).replace(tzinfo=UTC)

    @property
    def rule_but_for_its_week(self) -> tuple[object, ...]:
        return self.wall.month, self.wall.weekday(), self.wall.time(), self.before, self.after

    @property
    def weeks(self) -> set[int]:
        """Which of its weekdays in its month it is, counted from the first and, if it is the last, as that."""
        is_last = self.wall.day + 7 > monthrange(self.wall.year, self.wall.month)[1]
        return {(self.wall.day + 6) // 7} | ({-1} if is_last else set())


def time_zone(name: str, moment: datetime) -> Timezone:
    """The zone as it is at this moment and, where it keeps to rules, in years to come."""
    changes = _changes(name, moment.year)
    past = [change for change in changes if change.moment <= moment][-2:] or [_unchanged(name, moment)]
    repeated = {change.rule_but_for_its_week for change in past if _rule(change, changes)}
    coming = [change for change in changes if change.moment > moment][:1]
    zone = Timezone()
    zone.add("TZID", name)
    for change in past + [one for one in coming if one.rule_but_for_its_week not in repeated]:
        zone.add_component(_observance(change, _rule(change, changes)))
    return zone


@lru_cache(maxsize=256)
def _changes(name: str, year: int) -> tuple[Change, ...]:
    zone, first = ZoneInfo(name), int(datetime(year - 1, 1, 1, tzinfo=UTC).timestamp())
    days = pairwise(range(first, first + _DAYS_LOOKED_AT * _DAY_S, _DAY_S))
    return tuple(_change(zone, *two) for two in days if _offset(zone, two[0]) != _offset(zone, two[1]))


def _change(zone: ZoneInfo, start: int, end: int) -> Change:
    """The one change between two seconds, found by halving."""
    before = _offset(zone, start)
    while end - start > 1:
        middle = (start + end) // 2
        start, end = (middle, end) if _offset(zone, middle) == before else (start, middle)
    return _to(datetime.fromtimestamp(end, zone), before)


def _offset(zone: ZoneInfo, second: int) -> timedelta:
    return datetime.fromtimestamp(second, zone).utcoffset() or timedelta()


def _unchanged(name: str, moment: datetime) -> Change:
    """A zone that kept its clock, as a change that changed nothing."""
    there = moment.astimezone(ZoneInfo(name))
    return replace(_to(there, there.utcoffset() or timedelta()), wall=_LONG_AGO)


def _to(there: datetime, before: timedelta) -> Change:
    after = there.utcoffset() or timedelta()
    wall = there.replace(tzinfo=None) - after + before
    return Change(wall, before, after, there.tzname() or "", is_summer=bool(there.dst()))


def _rule(change: Change, changes: Sequence[Change]) -> vRecur | None:
    """What repeats it in every year, if it came alike in all those looked at."""
    alike = [one for one in changes if one.rule_but_for_its_week == change.rule_but_for_its_week]
    weeks = set.intersection(*(one.weeks for one in alike)) if len(alike) == _YEARS else set()
    if not weeks:
        return None
    return vRecur(FREQ="YEARLY", BYMONTH=change.wall.month, BYDAY=f"{min(weeks)}{_DAYS[change.wall.weekday()]}")


def _observance(change: Change, rule: vRecur | None) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    part.add("DTSTART", change.wall)
    part.add("TZOFFSETFROM", change.before)
    part.add("TZOFFSETTO", change.after)
    part.add("TZNAME", change.name)
    if rule:
        part.add("RRULE", rule)
    return part
