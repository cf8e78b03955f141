"""A calendar object as a part of a mail, with one person in each copy.

Whoever builds the object leaves marks in it (`ATTENDEE:mailto:` + mark). Here its lines are unfolded, cut at
the marks, and folded again, so that every copy keeps RFC 5545: CRLF, 75 octets, no character torn.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from newsletter.mail.marks import Mark, split

FOLD = "\r\n "
LINE_LIMIT = 75
"""RFC 5545 3.1: octets on a line, without its CRLF."""

_FOLDED = re.compile(r"\r?\n[ \t]")
_NEWLINE = re.compile(r"\r\n|\r|\n")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_NOT_IN_LINKS = re.compile(r"[\x00-\x20\x7f]")
_LINK_LINES = ("ATTENDEE", "ORGANIZER", "URL", "CONFERENCE", "SOURCE", "ATTACH")

Escape = Callable[[str], str]


class Method(StrEnum):
    """What the object asks of a calendar; the part says the same as the object (IANA text/calendar)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


class Layout(StrEnum):
    """Where the object stands. Mail readers differ in which one gets them to offer buttons."""

    ALTERNATIVE = "alternative"
    ATTACHED_TOO = "attached-too"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The object of one letter, as text with marks."""

    text: str
    method: Method = Method.REQUEST
    layout: Layout = Layout.ALTERNATIVE
    filename: str = "invite.ics"


@dataclass(frozen=True, slots=True)
class Slot:
    """A mark in the object. Its value stands on a line of its own, behind the space of a fold."""

    mark: Mark
    escape: Escape

    def write(self, values: Mapping[str, str]) -> str:
        return " " + fold(self.escape(self.mark.value(values)), LINE_LIMIT - 1)


def pieces(text: str) -> Iterator[str | Slot]:
    """Folded texts and the slots between them, in order."""
    literal = ""
    for line in _NEWLINE.split(_FOLDED.sub("", text).rstrip("\r\n")):
        for piece in _line_pieces(line):
            if isinstance(piece, str):
                literal += piece
                continue
            yield literal + "\r\n"
            yield piece
            literal = ""
        literal += "\r\n"
    yield literal


def fold(line: str, room: int = LINE_LIMIT) -> str:
    """Break a line after at most 75 octets (`room` on its first line), and never inside a character."""
    if len(line) * 4 <= room or len(line.encode("utf-8", "replace")) <= room:
        return line
    lines, current = [], ""
    for sign in line:
        width = len(sign.encode("utf-8", "replace"))
        if width > room:
            lines.append(current)
            current, room = "", LINE_LIMIT - 1
        current += sign
        room -= width
    return FOLD.join([*lines, current])


def _line_pieces(line: str) -> Iterator[str | Slot]:
    before = ""
    for part in split(line):
        if isinstance(part, Mark):
            yield Slot(part, _escape_behind(before))
            before += part.name
        else:
            yield FOLD + fold(part, LINE_LIMIT - 1) if before else fold(part)
            before += part


def _escape_behind(before: str) -> Escape:
    """How a value is written behind this beginning of a line: as parameter, address or text."""
    in_quotes = before.count('"') % 2 == 1
    if in_quotes:
        return as_parameter
    if ":" not in "".join(before.split('"')[::2]):
        return as_quoted_parameter
    return as_link if before.upper().startswith(_LINK_LINES) else as_text


def as_parameter(value: str) -> str:
    """Inside quotation marks; RFC 6868 is the only way to have one of them in the value."""
    value = _NEWLINE.sub("\n", value).replace("^", "^^").replace('"', "^'").replace("\n", "^n")
    return _CONTROLS.sub(" ", value)


def as_quoted_parameter(value: str) -> str:
    """The whole value of a parameter, as in `CN=` + mark."""
    return f'"{as_parameter(value)}"'


def as_text(value: str) -> str:
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _CONTROLS.sub(" ", _NEWLINE.sub(r"\\n", value))


def as_link(value: str) -> str:
    """Addresses and links are passed as they are, less what could end their line."""
    return _NOT_IN_LINKS.sub("", value)
