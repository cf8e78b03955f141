"""How many people, in words: exact where one may see them, else only so far as it names nobody."""

from flask import Flask
from flask_babel import format_decimal, gettext

from newsletter.audiences.discretion import Headcount


def in_words(count: int | Headcount) -> str:
    """Such as 1,204, "fewer than 5" or "more than 1,200"."""
    if isinstance(count, int) or count.is_exact:
        return str(format_decimal(_known(count)))
    if count.fewer_than is not None:
        return str(gettext("fewer than %(count)s", count=format_decimal(count.fewer_than)))
    return str(gettext("more than %(count)s", count=format_decimal(count.known)))


def grammatical(count: int | Headcount) -> int:
    """By which a sentence about it chooses its form."""
    return count if isinstance(count, int) else count.grammatical


def _known(count: int | Headcount) -> int:
    return count if isinstance(count, int) else count.known


def register(app: Flask) -> None:
    """Teach the templates of this app to write these."""
    app.jinja_env.filters.update(headcount=in_words, grammatical=grammatical)
