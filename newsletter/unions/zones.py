"""In which time zone a union's people most likely think: nobody is asked, the country of its seat says it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from newsletter.unions.models import Union

EVERYWHERE = "UTC"
_WINTER, _SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)

Clock = tuple[timedelta, timedelta]
"""A zone's distance from UTC in winter and in summer."""


def usual_zone(union: Union, alliance: Union) -> str:
    """The zone in which a union's people most likely think.

    At its seat, the one that keeps the clock of the alliance's, as Toronto does that of New York; else the first that
    tz names for the country, which is its most populous unless geography is against it.
    """
    kept = _clocks_at_seat(union)
    first, common = next(iter(kept.values()), EVERYWHERE), next(iter(_clocks_at_seat(alliance)), None)
    return kept.get(common, first) if common else first


@cache
def clocks(country: str) -> Mapping[Clock, str]:
    """The first of a country's zones for each clock kept there, in the order of tz's zone.tab."""
    found: dict[Clock, str] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines():
        code, *rest = line.split("\t")
        if code == country:
            found.setdefault(clock(rest[1]), rest[1])
    return found


@cache
def clock(name: str) -> Clock:
    """How far a zone is from UTC."""
    zone = ZoneInfo(name)
    return _from_utc(_WINTER, zone), _from_utc(_SUMMER, zone)


def _clocks_at_seat(union: Union) -> Mapping[Clock, str]:
    return clocks(union.countries[0]) if union.countries else {}


def _from_utc(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
