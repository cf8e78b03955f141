"""States and provinces (ISO 3166-2) to choose among."""

import gettext
from collections.abc import Sequence
from functools import lru_cache

import pycountry

from newsletter.web.languages import page_language


def regions_of(countries: Sequence[str]) -> list[tuple[str, str]]:
    """Code and name in the page's language, one country after the other."""
    return [pair for country in countries for pair in _named(country, page_language())]


@lru_cache(maxsize=30)
def _named(country: str, language: str) -> tuple[tuple[str, str], ...]:
    catalog = gettext.translation("iso3166-2", pycountry.LOCALES_DIR, [language], fallback=True)
    found = pycountry.subdivisions.get(country_code=country) or ()  # type: ignore[no-untyped-call]
    return tuple(sorted(((one.code, catalog.gettext(one.name)) for one in found), key=lambda pair: pair[1]))
