"""Personal fields: `{{given_name|friend}}` in a text becomes a mark that delivery fills for each person.

Writers get this short list and nothing else: no expressions, no templates of their own.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from html import escape, unescape

from newsletter.mail.marks import Mark, mark, split
from newsletter.translations import N_


class PersonalField(StrEnum):
    """What a writer may say of the person who reads, from the membership the mail goes through."""

    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    FULL_NAME = "full_name"
    LOCAL = "local"
    UNION = "union"


FIELD_LABELS = {
    PersonalField.GIVEN_NAME: N_("Given name"),
    PersonalField.FAMILY_NAME: N_("Family name"),
    PersonalField.FULL_NAME: N_("Full name"),
    PersonalField.LOCAL: N_("Local"),
    PersonalField.UNION: N_("Union"),
}

_FIELD = re.compile(r"\{\{\s*([A-Za-z_]+)\s*(?:\|([^{}|<>]*))?\}\}")
_TAG = re.compile(r"""(<[^>"]*(?:"[^"]*"[^>"]*)*>)""")


class UnknownField(ValueError):
    """A text names a personal field that does not exist, or one that is not finished."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def check(text: str) -> None:
    """Raises UnknownField where a text asks for what we cannot fill."""
    for found in _FIELD.finditer(text):
        if found[1] not in list(PersonalField):
            raise UnknownField(found[1])
    if "{{" in (rest := _FIELD.sub("", text)):
        raise UnknownField(rest[rest.index("{{") :][:40])


def check_rich(html: str) -> None:
    """The same for rich text, in which a field may not be cut in two by a tag."""
    for piece in _TAG.split(html)[::2]:
        check(unescape(piece))


def with_marks(text: str, fallbacks: Mapping[PersonalField, str]) -> str:
    """The text with a mark for each field. What is not a field of ours stays as it was written."""
    return _FIELD.sub(lambda found: _mark(found, fallbacks, unescape=str), text)


def with_marks_rich(html: str, fallbacks: Mapping[PersonalField, str]) -> str:
    """The same for rich text; nothing inside a tag is touched."""
    pieces = _TAG.split(html)
    pieces[::2] = [
        _FIELD.sub(lambda found: _mark(found, fallbacks, unescape=unescape), piece) for piece in pieces[::2]
    ]
    return "".join(pieces)


def escaped(text: str) -> str:
    """A text with marks, made safe for HTML; the marks stay, each value is escaped when it is known."""
    return "".join(mark(part.name, part.fallback) if isinstance(part, Mark) else escape(part) for part in split(text))


def unpersonal(text: str) -> str:
    """The text as somebody reads it of whom we know nothing: each mark's fallback."""
    return "".join(part.fallback if isinstance(part, Mark) else part for part in split(text))


def _mark(found: re.Match[str], fallbacks: Mapping[PersonalField, str], *, unescape: Callable[[str], str]) -> str:
    if found[1] not in list(PersonalField):
        return found[0]
    field = PersonalField(found[1])
    return mark(field, unescape(found[2] or "").strip() or fallbacks.get(field, ""))
