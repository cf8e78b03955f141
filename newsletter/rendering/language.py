"""Which words, dates and `lang` a reader of a language gets; English wherever we know no better."""

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError

ENGLISH = Locale("en")

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def language_tag(language: str) -> str:
    """The language as HTML names it (`fr-CA`)."""
    return language.replace("_", "-") if _TAG.fullmatch(language) else "en"


def is_french(language: str) -> bool:
    """Whether a space stands before a colon."""
    return re.split("[-_]", language.lower())[0] == "fr"


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """The locale in which dates, times and names of languages are written."""
    try:
        return Locale.parse(language_tag(language), sep="-")
    except (ValueError, UnknownLocaleError):
        return ENGLISH


def language_name(language: str, *, reader: str) -> str:
    """What readers of one language call another: `es` is "espagnol" in French."""
    name = locale_of(language).get_display_name(locale_of(reader)) if _TAG.fullmatch(language) else None
    return name or language


def own_name(language: str) -> str:
    """What a language calls itself, as it stands in a choice of languages: `Français`."""
    name = language_name(language, reader=language)
    return name[:1].upper() + name[1:]
