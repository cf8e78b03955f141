"""Time zones people choose among: of a union's countries, one city for each clock that is different there."""

from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from newsletter.unions.models import Union
from newsletter.web.languages import page_language

EVERYWHERE = "UTC"
_WINTER, _SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


def zone_choices(union: Union, *besides: str) -> dict[str, str]:
    """The zones of where a union has members, and those that are chosen already; by the name of a city."""
    zones = dict.fromkeys([*besides, *(zone for country in union.countries for zone in _clocks(country))])
    cities = sorted(((zone, _city(zone)) for zone in zones if zone != EVERYWHERE), key=lambda choice: choice[1])
    return dict([*cities, (EVERYWHERE, EVERYWHERE)])


def _city(zone: str) -> str:
    return str(get_timezone_location(zone, locale=page_language(), return_city=True)) if "/" in zone else zone


@cache
def _clocks(country: str) -> tuple[str, ...]:
    """The first, which is the most populous, of a country's zones for each pair of winter's and summer's hours."""
    found: dict[tuple[object, object], str] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines():
        code, *rest = line.split("\t")
        if code == country:
            zone = ZoneInfo(rest[1])
            found.setdefault((_WINTER.astimezone(zone).utcoffset(), _SUMMER.astimezone(zone).utcoffset()), rest[1])
    return tuple(found.values())
