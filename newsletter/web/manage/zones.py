"""Time zones people choose among: of a union's countries, one city for each clock that is different there."""

from babel.dates import get_timezone_location

from newsletter.unions.models import Union
from newsletter.unions.zones import EVERYWHERE, clock, clocks, usual_zone
from newsletter.web.languages import page_language

__all__ = ["usual_zone", "zone_choices"]


def zone_choices(union: Union, *besides: str) -> dict[str, str]:
    """The zones of where a union has members and those chosen already, from east to west, by the name of a city."""
    zones = {*besides, *(zone for country in union.countries for zone in clocks(country).values())} - {EVERYWHERE}
    cities = sorted(((zone, _city(zone)) for zone in zones), key=lambda choice: (-clock(choice[0])[0], choice[1]))
    return dict([*cities, (EVERYWHERE, EVERYWHERE)])


def _city(zone: str) -> str:
    return str(get_timezone_location(zone, locale=page_language(), return_city=True)) if "/" in zone else zone
