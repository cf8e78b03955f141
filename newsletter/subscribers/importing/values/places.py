"""Countries (ISO 3166-1) and regions (ISO 3166-2) by their names in English, French and Spanish, or by code."""

import gettext
from collections.abc import Collection
from functools import lru_cache

import pycountry
from babel import Locale

from newsletter.subscribers.importing.letters import bare

_SPOKEN = ("en", "fr", "es")

_COUNTRIES_TOO = {
    "america": "US",
    "eeuu": "US",
    "eu": "US",
    "eua": "US",
    "unitedstatesofamerica": "US",
    "etatsunisdamerique": "US",
    "estadosunidosdeamerica": "US",
    "greatbritain": "GB",
    "uk": "GB",
    "mejico": "MX",
}

_REGIONS_TOO = {
    "CA": {"pq": "QC", "que": "QC", "nf": "NL", "nfld": "NL", "newfoundland": "NL", "terreneuve": "NL", "yt": "YT"},
    "MX": {
        "df": "CMX",
        "cdmx": "CMX",
        "distritofederal": "CMX",
        "edomex": "MEX",
        "estadodemexico": "MEX",
        "nl": "NLE",
    },
    "US": {"washingtondc": "DC"},
}
"""Codes and names in use that are in no standard, or were in an older one."""


def country(cell: str) -> str | None:
    """The two letters of a country."""
    return _countries().get(bare(cell))


def region(cell: str, countries: Collection[str]) -> str | None:
    """A region's code, such as CA-QC; None where none of the countries has it, or two of them do."""
    key = bare(cell)
    found = {code for one in countries if (code := _regions(one).get(key))}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for one in pycountry.countries:
        for word in (one.alpha_2, one.alpha_3, one.name, getattr(one, "common_name", "")):
            found.setdefault(bare(word), one.alpha_2)
        for spoken in _SPOKEN:
            found.setdefault(bare(Locale(spoken).territories[one.alpha_2]), one.alpha_2)
    found.pop("", None)
    return found | _COUNTRIES_TOO


@lru_cache(maxsize=300)
def _regions(country_code: str) -> dict[str, str]:
    catalogs = [
        gettext.translation("iso3166-2", pycountry.LOCALES_DIR, [spoken], fallback=True) for spoken in _SPOKEN
    ]
    found: dict[str, str] = {}
    for one in pycountry.subdivisions.get(country_code=country_code) or ():  # type: ignore[no-untyped-call]
        _, _, short = one.code.partition("-")
        names = (catalog.gettext(one.name) for catalog in catalogs)
        for word in (one.code, short, one.name, *names):
            found.setdefault(bare(word), one.code)
    return found | {word: f"{country_code}-{short}" for word, short in _REGIONS_TOO.get(country_code, {}).items()}
