"""The mould of a letter: everything that is the same in all copies made into bytes once.

A cast for one person only fills the holes: some tens of microseconds, where building the message with the
standard library takes some milliseconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape as html_escape

from newsletter.mail.calendar import Calendar, Layout
from newsletter.mail.dkim import Seal, SigningKey
from newsletter.mail.headers import clean_token
from newsletter.mail.heading import Line, heading
from newsletter.mail.letter import Letter
from newsletter.mail.template import Piece, calendar, melt, quoted_printable

_BODY, _WHOLE = "=_body", "=_whole"
"""Boundaries. Quoted-printable never holds `=_`, so no content can hold one of them."""

_ENCODED = b"Content-Transfer-Encoding: quoted-printable\r\n"


_BLANK = b"\r\n"
"""The line between header and body."""


class Mould:
    """One letter, ready to be cast for each person."""

    def __init__(self, template: list[Piece]) -> None:
        self._pieces = template
        self._holes = [(at, piece) for at, piece in enumerate(template) if not isinstance(piece, bytes)]

    @classmethod
    def compile(cls, letter: Letter, *, date: datetime, signers: Sequence[SigningKey] = ()) -> "Mould":
        """Raises BadHeader (HeaderInjection) for a letter that cannot be written as a mail."""
        content_type, _, *body = _content(letter)
        header = [*heading(letter, date), ("Content-Type", content_type)]
        if signers:
            return _SignedMould(header, body, signers, date)
        return cls(melt([*(line for _, line in header), _BLANK, *body]))

    def cast(self, values: Mapping[str, str]) -> bytes:
        """The copy of one person as SMTP's DATA takes it: CRLF, no line that starts with a dot, no final dot.

        Raises MissingValue when a mark has neither value nor fallback, HeaderInjection when a value would
        break out of its header.
        """
        return b"".join(self._filled(values))

    def _filled(self, values: Mapping[str, str]) -> list[bytes]:
        pieces: list[bytes] = self._pieces.copy()  # type: ignore[assignment]  # no hole is left below
        for at, fill in self._holes:
            pieces[at] = fill(values)
        return pieces


class _SignedMould(Mould):
    """Keeps its header's lines apart, since a signature speaks of each."""

    def __init__(self, header: list[Line], body: list[Piece], signers: Sequence[SigningKey], date: datetime) -> None:
        super().__init__([*(line for _, line in header), *melt(body)])
        self._lines = len(header)
        fixed = [(name, line if isinstance(line, bytes) else None) for name, line in header]
        self._seal = Seal(fixed, signers, date)

    def cast(self, values: Mapping[str, str]) -> bytes:
        filled = self._filled(values)
        header, body = filled[: self._lines], b"".join(filled[self._lines :])
        return b"".join((*self._seal.signatures(header, body), *header, _BLANK, body))


def _content(letter: Letter) -> Iterator[Piece]:
    """The header's last line, the blank line, then the body."""
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
    yield _ENCODED + _BLANK
    yield from calendar(invite.text)


def _part(content_type: bytes, body: Iterator[Piece]) -> Iterator[Piece]:
    yield b"Content-Type: " + content_type + b"\r\n" + _ENCODED + _BLANK
    yield from body


def _multipart(kind: str, boundary: str, parts: list[Iterator[Piece]]) -> Iterator[Piece]:
    yield f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n'.encode()
    yield _BLANK
    delimiter = f"--{boundary}\r\n".encode()
    for part in parts:
        yield delimiter
        yield from part
        delimiter = f"\r\n--{boundary}\r\n".encode()
    yield f"\r\n--{boundary}--\r\n".encode()
