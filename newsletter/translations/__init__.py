"""The catalogs of our own words, one per interface language; the source of every sentence is English.

The compiled files are made by set-up (`pybabel compile -d newsletter/translations`). Where one is missing,
people read English, never an error.
"""

import re
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations

_FOLDER = Path(__file__).parent
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def N_(message: str) -> str:  # noqa: N802 - the name every gettext tool knows
    """Mark a sentence where it is declared; it is translated where it is shown."""
    return message


@lru_cache(maxsize=64)
def catalog(language: str) -> NullTranslations:
    """The sentences in one language; `fr-CA` finds `fr`, and an unknown language is answered in English."""
    if not _LANGUAGE.fullmatch(language):
        return NullTranslations()
    return Translations.load(_FOLDER, [language.replace("-", "_")])
