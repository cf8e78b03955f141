"""Time zones people choose among: those of a union's countries, by the name of a city they know."""

from babel.core import get_global
from babel.dates import get_timezone_location

from newsletter.unions.models import Union
from newsletter.web.languages import page_language

EVERYWHERE = "UTC"


def zone_choices(union: Union, *besides: str) -> list[tuple[str, str]]:
    """The zones of where a union has members, and those that are chosen already."""
    territories = get_global("zone_territories")
    zones = {zone for zone, territory in territories.items() if territory in union.countries} | set(besides)
    return [*sorted(((zone, _city(zone)) for zone in zones), key=lambda choice: choice[1]), (EVERYWHERE, EVERYWHERE)]


def _city(zone: str) -> str:
    return str(get_timezone_location(zone, locale=page_language(), return_city=True)) if "/" in zone else zone
