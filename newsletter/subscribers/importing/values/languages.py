"""Languages by their names in English, French, Spanish and their own, or by their codes."""

from functools import lru_cache

from babel import Locale

from newsletter.subscribers.importing.letters import bare

_SPOKEN = ("en", "fr", "es")
_ALSO = {"eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "e": "en", "f": "fr", "castellano": "es", "esp": "es"}


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for spoken in _SPOKEN:
        for code, name in Locale(spoken).languages.items():
            if code.isalpha() and len(code) <= 3:  # noqa: PLR2004 (ISO 639 codes; longer ones are dialects)
                found.setdefault(bare(name), code)
                found.setdefault(code, code)
    return found | _ALSO


def language(cell: str) -> str | None:
    """An ISO 639 code; `fr-CA`, `French (Canada)` and `Français` are all `fr`."""
    name = bare(cell.partition("(")[0].strip())
    return _codes().get(name) or _codes().get(cell.strip().lower().replace("_", "-").partition("-")[0])
