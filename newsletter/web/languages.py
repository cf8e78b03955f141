"""In which language a page speaks: what its address says, else what the person reads, else what the browser asks for.

No cookie remembers it. Each public page has an address in each language, and links among them keep it.
"""

from pathlib import Path
from urllib.parse import quote, urlencode

from babel import Locale
from flask import Flask, g, has_request_context, request
from flask_babel import Babel

import newsletter.translations
from newsletter.db import Translated, translated
from newsletter.web.context import settings

PARAMETER = "lang"
CATALOGS = Path(newsletter.translations.__file__).parent


def page_language() -> str:
    """The language of this page."""
    offered = settings().languages
    asked = request.args.get(PARAMETER, "")
    if asked in offered:
        return asked
    known: str = g.get("preferred_language", "")  # a staff page sets it to what the account reads
    if known in offered:
        return known
    return request.accept_languages.best_match(offered) or settings().default_language


def page_in(language: str) -> str:
    """The address of this page in another language."""
    arguments = request.args.to_dict() | {PARAMETER: language}
    return f"/{quote(request.path.lstrip('/'))}?{urlencode(arguments)}"


def own_name(language: str) -> str:
    """What a language calls itself."""
    name = Locale.parse(language).get_display_name(language) or language
    return name[0].upper() + name[1:]


def in_language(text: Translated) -> str:
    """A text of ours in the language of this page."""
    return translated(text, page_language())


def register(app: Flask) -> None:
    """Translate every page of this app."""
    Babel(app, default_translation_directories=str(CATALOGS), locale_selector=page_language)
    app.context_processor(_for_templates)
    app.jinja_env.filters.update(in_language=in_language, translated=translated)
    app.url_defaults(_keep_language)


def _for_templates() -> dict[str, object]:
    return {
        "base_url": settings().base_url,
        "language": page_language(),
        "languages": tuple((code, own_name(code), page_in(code)) for code in settings().languages),
    }


def _keep_language(endpoint: str, values: dict[str, object]) -> None:
    if endpoint.startswith("public.") and has_request_context() and PARAMETER in request.args:
        values.setdefault(PARAMETER, page_language())
