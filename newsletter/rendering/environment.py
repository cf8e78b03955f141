"""Jinja, set up once per language and form. Only our own templates run in it; what people write is never one."""

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from newsletter.rendering.colour import NIGHT
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
        extensions=["jinja2.ext.i18n"],
    )
    made.filters |= filters_for(language)
    made.globals |= {"fonts": FONTS, "night": NIGHT}
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
