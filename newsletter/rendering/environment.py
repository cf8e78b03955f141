"""Jinja, set up once per language and form. Only our own templates run in it; what people write is never one."""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import escape

from newsletter.rendering.colour import NIGHT, NIGHT_CARD
from newsletter.rendering.filters import filters_for
from newsletter.translations import catalog

TEMPLATES = Path(__file__).parents[2] / "templates" / "emails"

FONTS = {
    "text": "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif",
    "heading": "Charter, 'Bitstream Charter', 'Iowan Old Style', Georgia, serif",
}
"""Fonts that readers have: nothing is fetched to show a mail."""


class Form(StrEnum):
    MARKUP = "mjml"
    TEXT = "txt"


class _SharedCode(BytecodeCache):
    """What a template was compiled to in one language, for all others: only its sentences differ."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_CODE = {form: _SharedCode() for form in Form}


def warm_up(languages: Iterable[str]) -> None:
    """Compile every template before the first mail: in a process that forks, all its children profit."""
    for language in languages:
        for form in Form:
            made = environment(language, form)
            for name in made.list_templates():
                made.get_template(name)


@lru_cache(maxsize=64)
def environment(language: str, form: Form) -> Environment:
    """The templates in one language; each is compiled when it is first used, and kept."""
    markup = form is Form.MARKUP
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=markup,  # noqa: S701 - the other form is plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=_CODE[form],
        extensions=["jinja2.ext.i18n"],
    )
    made.filters |= filters_for(language)
    made.globals |= {"fonts": FONTS, "night": NIGHT, "night_card": NIGHT_CARD}
    _install_words(made, language, markup=markup)
    return made


def _install_words(made: Environment, language: str, *, markup: bool) -> None:
    """Translations are escaped too, as a translator's `&` would not be MJML."""
    words = catalog(language)
    as_written = escape if markup else str
    made.install_gettext_callables(  # type: ignore[attr-defined]  # comes with the extension
        gettext=lambda message: as_written(words.gettext(message)),
        ngettext=lambda one, many, count: as_written(words.ngettext(one, many, count)),
        pgettext=lambda about, message: as_written(words.pgettext(about, message)),
        newstyle=True,
    )
