"""Words of people in the two forms of a mail, with a mark wherever each reader's copy says something else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from newsletter.mail.marks import mark
from newsletter.rendering import fields, rich_plain
from newsletter.rendering.fields import PersonalField

_PARAGRAPH = '<p style="margin:0 0 16px">'
_LIST_STYLE = 'style="margin:0 0 16px;padding:0 0 0 26px"'
_ITEM = '<li style="margin:0 0 6px">'


class Words(Protocol):
    """How one form writes marks, lines with personal fields, and rich text."""

    def mark(self, name: str, fallback: str = "") -> str: ...
    def personal(self, text: str) -> str: ...
    def rich(self, html: str) -> str: ...


@dataclass(frozen=True)
class MarkupWords:
    """For HTML: escaped, and styled on each element, as many mail programs read no style sheet."""

    fallbacks: Mapping[PersonalField, str]
    link_colour: str

    def mark(self, name: str, fallback: str = "") -> Markup:
        return Markup(mark(name, fallback))  # noqa: S704 - a mark is private-use signs and a name

    def personal(self, text: str) -> Markup:
        return Markup(fields.escaped(fields.with_marks(text, self.fallbacks)))  # noqa: S704 - just escaped

    def rich(self, html: str) -> Markup:
        styled = (
            fields.with_marks_rich(html, self.fallbacks)
            .replace("<p>", _PARAGRAPH)
            .replace("<li>", _ITEM)
            .replace("<ul>", f"<ul {_LIST_STYLE}>")
            .replace("<ol>", f"<ol {_LIST_STYLE}>")
            .replace("<a ", f'<a style="color:{self.link_colour}" ')
        )
        return Markup(styled)  # noqa: S704 - sanitised when it was parsed


@dataclass(frozen=True)
class TextWords:
    """For the text part: as one types."""

    fallbacks: Mapping[PersonalField, str]

    def mark(self, name: str, fallback: str = "") -> str:
        return mark(name, fallback)

    def personal(self, text: str) -> str:
        return fields.with_marks(text, self.fallbacks)

    def rich(self, html: str) -> str:
        return rich_plain.plain(fields.with_marks_rich(html, self.fallbacks))
