"""Time zones people choose among: of a union's countries, one city for each clock that is different there."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from newsletter.unions.models import Union
from newsletter.web.languages import page_language

EVERYWHERE = "UTC"
_WINTER, _SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)

Clock = tuple[timedelta, timedelta]
"""A zone's distance from UTC in winter and in summer."""


def zone_choices(union: Union, *besides: str) -> dict[str, str]:
    """The zones of where a union has members and those chosen already, from east to west, by the name of a city."""
    zones = {*besides, *(zone for country in union.countries for zone in _clocks(country).values())} - {EVERYWHERE}
    cities = sorted(((zone, _city(zone)) for zone in zones), key=lambda choice: (-_clock(choice[0])[0], choice[1]))
    return dict([*cities, (EVERYWHERE, EVERYWHERE)])


def usual_zone(union: Union, alliance: Union) -> str:
    """The zone in which a union's people most likely think.

    At its seat, the one that keeps the clock of the alliance's, as Toronto does that of New York; else the first that
    tz names for the country, which is its most populous unless geography is against it.
    """
    kept = _clocks_at_seat(union)
    first, common = next(iter(kept.values()), EVERYWHERE), next(iter(_clocks_at_seat(alliance)), None)
    return kept.get(common, first) if common else first


def _clocks_at_seat(union: Union) -> Mapping[Clock, str]:
    return _clocks(union.countries[0]) if union.countries else {}


def _city(zone: str) -> str:
    return str(get_timezone_location(zone, locale=page_language(), return_city=True)) if "/" in zone else zone


@cache
def _clocks(country: str) -> Mapping[Clock, str]:
    """The first of a country's zones for each clock kept there, in the order of tz's zone.tab."""
    found: dict[Clock, str] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines():
        code, *rest = line.split("\t")
        if code == country:
            found.setdefault(_clock(rest[1]), rest[1])
    return found


@cache
def _clock(name: str) -> Clock:
    zone = ZoneInfo(name)
    return _from_utc(_WINTER, zone), _from_utc(_SUMMER, zone)


def _from_utc(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
