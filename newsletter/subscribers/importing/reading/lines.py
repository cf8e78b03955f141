"""The lines of a file from any byte on, one in memory at a time, with the place where each ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from newsletter.subscribers.importing.reading.encodings import decoded
from newsletter.subscribers.importing.reading.flaws import LINE_LIMIT

_CHUNK_BYTES = 64 * 1024


class LineTooLong(Exception):
    """A line was longer than LINE_LIMIT; the reading goes on behind it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Between two lines of a file."""

    position: int
    """Bytes before it."""

    line: int
    """Lines before it."""


class Lines(Iterator[str]):
    """Text lines with their ends. `place` is behind the last one given out."""

    def __init__(self, file: BinaryIO, *, encoding: str, ending: str, place: Place) -> None:
        """`ending` is what ends a line: a line feed, or the carriage return of old Macs."""
        self._file, self._encoding = file, encoding
        self._ending = ending.encode(encoding)
        self._read = file.readline if self._ending == b"\n" else self._search
        self._is_wide, self._ends_with_feed = len(self._ending) > 1, ending == "\n"
        self.position, self.line = place.position, place.line
        file.seek(place.position)

    @property
    def place(self) -> Place:
        return Place(self.position, self.line)

    def go_to(self, place: Place) -> None:
        """Read on from another place."""
        self.position, self.line = place.position, place.line
        self._file.seek(place.position)

    def __next__(self) -> str:
        """Raises LineTooLong."""
        raw = self._read(LINE_LIMIT)
        if not raw:
            raise StopIteration
        self.position += len(raw)
        self.line += 1
        if len(raw) >= LINE_LIMIT and not raw.endswith(self._ending):
            self._skip()
            raise LineTooLong
        text = decoded(raw, self._encoding)
        if "\0" in text:
            text = text.replace("\0", "")
        if "\r" in text and self._ends_with_feed:
            text = text.replace("\r\n", "\n").replace("\r", " ")  # one alone stands in a cell, and ends no row
        return text

    def _skip(self) -> None:
        while raw := self._read(LINE_LIMIT):
            self.position += len(raw)
            if raw.endswith(self._ending):
                return

    def _search(self, limit: int) -> bytes:
        """As `readline`, for an ending of one or two bytes."""
        start, found = self._file.tell(), bytearray()
        while len(found) < limit and (chunk := self._file.read(_CHUNK_BYTES)):
            before = len(found)
            found += chunk
            at = self._end(found, before)
            if at:
                del found[at:]
                break
        del found[limit:]
        self._file.seek(start + len(found))
        return bytes(found)

    def _end(self, found: bytearray, start: int) -> int:
        """Behind the first ending, or 0. In UTF-16 one counts only where a sign can begin."""
        at = found.find(self._ending, start)
        while at >= 0 and self._is_wide and at % 2:
            at = found.find(self._ending, at + 1)
        return at + len(self._ending) if at >= 0 else 0
