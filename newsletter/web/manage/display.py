"""How values are written on the staff's pages: unions, languages, countries, times."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from babel import Locale
from flask import Flask, g
from flask_babel import format_datetime, gettext, pgettext
from markupsafe import Markup, escape

from newsletter.rendering.preflight import Finding
from newsletter.translations import catalog
from newsletter.unions import queries as unions
from newsletter.unions.models import Union
from newsletter.web.context import session
from newsletter.web.languages import page_language
from newsletter.web.manage.words import approval_word, word


def union_by_id(union_id: int) -> Union:
    """A union, out of the few there are."""
    if "unions_by_id" not in g:
        g.unions_by_id = {union.id: union for union in unions.everyone(session())}
    found: Union = g.unions_by_id[union_id]
    return found


def language_name(code: str) -> str:
    """A language as the page's language calls it, for the middle of a sentence."""
    return str(Locale.parse(page_language()).languages.get(code, code))


def country_name(code: str | None) -> str:
    """A country as the page's language calls it."""
    return str(Locale.parse(page_language()).territories.get(code, code)) if code else ""


def first_upper(text: str) -> str:
    """For the beginning of a line; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def listed(items: Iterable[str]) -> Markup:
    """One, two and three; what is markup stays markup."""
    *others, last = [escape(item) for item in items] or [Markup("")]
    if not others:
        return last
    sentence = Markup(gettext("%(others)s and %(last)s"))  # noqa: S704 (our own words; what is put in is escaped)
    return sentence % {"others": Markup(", ").join(others), "last": last}


def union_names(union_ids: Iterable[int]) -> list[str]:
    """Their short names."""
    return [union_by_id(union_id).short_name for union_id in union_ids]


def finding_text(finding: Finding) -> str:
    """What preflight has to say, in the page's language."""
    return finding.message(catalog(page_language()))


def moment(at: datetime | None) -> Markup:
    """A time in UTC; a script turns it into the reader's own."""
    if at is None:
        return Markup("")
    return Markup('<time datetime="{}">{} UTC</time>').format(at.isoformat(), format_datetime(at, "medium"))


def called(of: StrEnum) -> str:
    """What a state or a role is called."""
    named = word(of)
    return str(pgettext(named.about, named.text) if named.about else gettext(named.text))


def tone(of: StrEnum) -> str:
    """The tone in which it is shown."""
    return word(of).tone


def register(app: Flask) -> None:
    """Teach the templates of this app to write these."""
    app.jinja_env.filters.update(
        called=called,
        country_name=country_name,
        first_upper=first_upper,
        language_name=language_name,
        listed=listed,
        moment=moment,
        tone=tone,
    )
    app.jinja_env.globals.update(
        approval_word=approval_word, finding_text=finding_text, union_by_id=union_by_id, union_names=union_names
    )
