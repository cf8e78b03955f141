"""The mould of a letter: everything that is the same in all copies made into bytes once.

A cast for one person only fills the holes: some tens of microseconds, where building the message with the
standard library takes some milliseconds.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape as html_escape
from typing import Self

from newsletter.mail.calendar import Calendar, Layout
from newsletter.mail.headers import clean_token
from newsletter.mail.heading import heading
from newsletter.mail.letter import Letter
from newsletter.mail.template import Piece, calendar, melt, quoted_printable

_BODY, _WHOLE = "=_body", "=_whole"
"""Boundaries. Quoted-printable never holds `=_`, so no content can hold one of them."""

_ENCODED = b"Content-Transfer-Encoding: quoted-printable\r\n"


class Mould:
    """One letter, ready to be cast for each person."""

    def __init__(self, template: list[Piece]) -> None:
        self._pieces = template
        self._holes = [(at, piece) for at, piece in enumerate(template) if not isinstance(piece, bytes)]

    @classmethod
    def compile(cls, letter: Letter, *, date: datetime) -> Self:
        """Raises BadHeader (HeaderInjection) for a letter that cannot be written as a mail."""
        return cls(melt([*heading(letter, date), *_content(letter)]))

    def cast(self, values: Mapping[str, str]) -> bytes:
        """The copy of one person as SMTP's DATA takes it: CRLF, no line that starts with a dot, no final dot.

        Raises MissingValue when a mark has neither value nor fallback, HeaderInjection when a value would
        break out of its header.
        """
        pieces: list[bytes] = self._pieces.copy()  # type: ignore[assignment]  # no hole is left below
        for at, fill in self._holes:
            pieces[at] = fill(values)
        return b"".join(pieces)


def _content(letter: Letter) -> Iterator[Piece]:
    if letter.calendar and letter.calendar.layout is Layout.ATTACHED_TOO:
        yield from _multipart("mixed", _WHOLE, [_alternatives(letter), _attachment(letter.calendar)])
    else:
        yield from _alternatives(letter)


def _alternatives(letter: Letter) -> Iterator[Piece]:
    parts = [
        _part(b"text/plain; charset=utf-8", quoted_printable(letter.text)),
        _part(b"text/html; charset=utf-8", quoted_printable(letter.html, html_escape)),
    ]
    if letter.calendar:
        method = letter.calendar.method.encode()
        parts.append(_part(b"text/calendar; charset=utf-8; method=" + method, calendar(letter.calendar.text)))
    return _multipart("alternative", _BODY, parts)


def _attachment(invite: Calendar) -> Iterator[Piece]:
    name = clean_token("Content-Disposition", invite.filename).replace('"', "").encode()
    yield b'Content-Type: application/ics; name="' + name + b'"\r\n'
    yield b'Content-Disposition: attachment; filename="' + name + b'"\r\n'
    yield _ENCODED + b"\r\n"
    yield from calendar(invite.text)


def _part(content_type: bytes, body: Iterator[Piece]) -> Iterator[Piece]:
    yield b"Content-Type: " + content_type + b"\r\n" + _ENCODED + b"\r\n"
    yield from body


def _multipart(kind: str, boundary: str, parts: list[Iterator[Piece]]) -> Iterator[Piece]:
    yield f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n'.encode()
    for part in parts:
        yield f"\r\n--{boundary}\r\n".encode()
        yield from part
    yield f"\r\n--{boundary}--\r\n".encode()
