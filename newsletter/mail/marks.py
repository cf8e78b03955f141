"""Marks: the places in a letter where one person's copy differs from another's.

A mark is written in private-use characters, so that it passes untouched through templates, sanitisers,
MJML and calendar writers: U+E000, a name, perhaps `|` and a fallback, U+E001. Punctuation in a fallback
is written in private-use characters too (U+E100 + code), because each of those tools would escape it.
"""

import re
import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

OPEN, CLOSE = "\ue000", "\ue001"

_MARK = re.compile(f"{OPEN}([a-z][a-z0-9_]*)(?:\\|([^{OPEN}{CLOSE}]*))?{CLOSE}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FIRST_HIDDEN = 0xE100
_HIDDEN = {ord(sign): _FIRST_HIDDEN + ord(sign) for sign in string.punctuation if sign not in "-._"}
_SHOWN = {hidden: sign for sign, hidden in _HIDDEN.items()}
_RESERVED = dict.fromkeys([ord(OPEN), ord(CLOSE), *_SHOWN])


class MissingValue(KeyError):
    """A mark without a fallback met a person for whom there is no such value."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"no value for the mark {self.name!r}, and it has no fallback"


@dataclass(frozen=True, slots=True)
class Mark:
    name: str
    fallback: str = ""
    """Plain text, said instead of a missing or empty value."""

    def value(self, values: Mapping[str, str]) -> str:
        """What this person's copy says here. Raises MissingValue when there is nothing to say."""
        try:
            return values[self.name] or self.fallback
        except KeyError:
            if self.fallback:
                return self.fallback
            raise MissingValue(self.name) from None


def mark(name: str, fallback: str = "") -> str:
    if not _NAME.fullmatch(name):
        msg = f"{name!r} cannot name a mark: lower-case letters, digits and _ only"
        raise ValueError(msg)
    if not fallback:
        return f"{OPEN}{name}{CLOSE}"
    return f"{OPEN}{name}|{without_marks(fallback).translate(_HIDDEN)}{CLOSE}"


def split(text: str) -> list[str | Mark]:
    """Cut at the marks: text and marks in their order, without empty texts.

    A stray or broken mark character is dropped, as nobody could read it anyway.
    """
    parts: list[str | Mark] = []
    at = 0
    for found in _MARK.finditer(text):
        parts += _texts(text[at : found.start()])
        parts.append(Mark(found[1], (found[2] or "").translate(_SHOWN)))
        at = found.end()
    return parts + _texts(text[at:])


def _texts(text: str) -> list[str | Mark]:
    kept = without_marks(text)
    return [kept] if kept else []


def names(*texts: str) -> frozenset[str]:
    """The names of all marks in these texts."""
    return frozenset(found[1] for text in texts for found in _MARK.finditer(text))


def without_marks(text: str) -> str:
    """The text without any mark character: for words that come from outside."""
    return text.translate(_RESERVED)


def as_is(value: str) -> str:
    return value


def personalise(text: str, values: Mapping[str, str], escape: Callable[[str], str] = as_is) -> str:
    """One person's copy of a text, each value escaped for the place it stands in."""
    return fill(split(text), values, escape)


def fill(parts: Iterable[str | Mark], values: Mapping[str, str], escape: Callable[[str], str] = as_is) -> str:
    """As `personalise`, for a text that was split before."""
    return "".join(part if isinstance(part, str) else escape(part.value(values)) for part in parts)
