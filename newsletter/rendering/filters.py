"""What templates may do to a value; none of it depends on whom a mail is for."""

from collections.abc import Callable, Iterable

from babel.lists import format_list

from newsletter.rendering import cleaning, plain
from newsletter.rendering.language import is_french, language_name, language_tag, locale_of, own_name
from newsletter.rendering.when import when

_QUOTATION_MARKS = '"“”„«»‹› \u00a0\u202f'


def filters_for(language: str) -> dict[str, Callable[..., object]]:
    """The filters of templates in one language."""
    return {
        "colon": lambda label: f"{label}\u00a0:" if is_french(language) else f"{label}:",
        "language_names": lambda codes: _language_names(codes, language),
        "language_tag": language_tag,
        "link": as_link,
        "listed": _listed,
        "own_name": own_name,
        "paragraphs": _paragraphs,
        "short_link": _short_link,
        "underlined": plain.underlined,
        "unquoted": _unquoted,
        "when": lambda event: when(event, language),
        "wrap": plain.wrap,
    }


def _language_names(codes: Iterable[str], reader: str) -> str:
    names = [language_name(code, reader=reader) for code in codes]
    return format_list(names, locale=locale_of(reader)) if names else ""


def as_link(address: str | None) -> str:
    try:
        return cleaning.link(address or "")
    except cleaning.UselessLink:
        return ""


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(filter(None, parts))


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _short_link(address: str) -> str:
    return address.split("://", 1)[-1].removeprefix("www.").removesuffix("/")


def _unquoted(words: str) -> str:
    """The words without the quotation marks somebody typed around them; the language has its own."""
    return words.strip(_QUOTATION_MARKS) or words
