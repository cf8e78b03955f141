"""Bytes with holes: a text encoded once, to be filled for each person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from newsletter.mail import quoted_printable as qp
from newsletter.mail.calendar import Slot, pieces
from newsletter.mail.marks import Mark, fill, split

Values = Mapping[str, str]
Hole = Callable[[Values], bytes]
"""Writes one person's value as the bytes of this place."""

Piece = bytes | Hole


def header(text: str, write: Callable[[str], bytes], escape: Callable[[str], str] = str) -> Piece:
    """A header line: bytes if all copies share it, else written anew for each."""
    parts = split(text)
    if not any(isinstance(part, Mark) for part in parts):
        return write(fill(parts, {}))
    return lambda values: write(fill(parts, values, escape))


def quoted_printable(text: str, escape: Callable[[str], str] = str) -> Iterator[Piece]:
    """A text or HTML body. Each value stands between soft line breaks, so its length moves nothing else."""
    at_line_start = True
    for part in split(text):
        if isinstance(part, Mark):
            if not at_line_start:
                yield qp.SOFT_BREAK
            yield _body_hole(part, escape)
            at_line_start = False
            continue
        if not at_line_start and not part.startswith(("\r", "\n")):
            yield qp.SOFT_BREAK
        yield qp.encode(part)
        at_line_start = part.endswith(("\r", "\n"))


def calendar(text: str) -> Iterator[Piece]:
    """The body of a calendar part, whose lines are folded as well as quoted-printable."""
    for piece in pieces(text):
        yield _calendar_hole(piece) if isinstance(piece, Slot) else qp.encode(piece)


def melt(template: Iterable[Piece]) -> list[Piece]:
    """Join neighbouring bytes, so that a cast has as few pieces as possible."""
    melted: list[Piece] = []
    for piece in template:
        if isinstance(piece, bytes) and melted and isinstance(melted[-1], bytes):
            melted[-1] += piece
        else:
            melted.append(piece)
    return melted


def _body_hole(mark: Mark, escape: Callable[[str], str]) -> Hole:
    return lambda values: qp.encode_value(escape(mark.value(values)))


def _calendar_hole(slot: Slot) -> Hole:
    return lambda values: qp.encode_value(slot.write(values))
