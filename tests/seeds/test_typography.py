"""The sample's words in French and Spanish, as those who read them every day would set them."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import newsletter.seeds

NASP = Path(newsletter.seeds.__file__).parent / "nasp"
NOT_PROSE = {"url", "kind"}
LACKS_ITS_SPACE = re.compile(r"[^\u00a0][?!;:](?=[\s<]|$)|« |[^\u00a0]»")
FORMAL = re.compile(
    r"\b(usted(es)?|venga|elija|podrá|quiera|marque|enviarle|pregúnteles|platíquelo|le pide)\b", re.IGNORECASE
)


def strings(value: object, language: str, *, inside: bool) -> Iterator[str]:
    """Every text in this language: those under its code, or all of a file of its own."""
    if isinstance(value, str) and inside:
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from strings(one, language, inside=inside)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from strings(one, language, inside=(inside or key == language) and key not in NOT_PROSE)


def texts(language: str) -> list[str]:
    return [
        text
        for path in NASP.rglob("*.toml")
        if path.name != "people.toml"
        for text in strings(tomllib.loads(path.read_text("utf-8")), language, inside=path.stem == language)
    ]


def test_the_french_put_a_space_that_does_not_break_before_two_part_signs():
    assert len(texts("fr")) > 40
    assert [text for text in texts("fr") if LACKS_ITS_SPACE.search(text)] == []


def test_the_spanish_say_tu_as_the_pages_do():
    assert len(texts("es")) > 40
    assert [text for text in texts("es") if FORMAL.search(text)] == []
