"""The rows of a text file. A row that cannot be read is told of and left out; those behind it are read."""

import csv
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, NamedTuple

from newsletter.subscribers.importing.reading.flaws import WIDTH_LIMIT, BadRow, FileFlaw, RowFlaw, UnreadableFile
from newsletter.subscribers.importing.reading.form import Form
from newsletter.subscribers.importing.reading.lines import Lines, LineTooLong, Place

_MOST_LINES = 50
"""Of one row. An address of ten lines is a row; a quotation mark that is not closed swallows thousands."""


class Record(NamedTuple):
    """One row as it stands in the file, or what of it could be read."""

    line: int
    """Where it begins, from 1."""

    cells: list[str]


class Records(Iterator[Record | BadRow]):
    """Rows from a place on. `place` is behind the last one given out: reading on there repeats and skips none."""

    def __init__(self, file: BinaryIO, form: Form, *, place: Place | None = None, width: int | None = None) -> None:
        """`width` is how many names the header has, if there is one."""
        self._lines = Lines(file, encoding=form.encoding, ending=form.ending, place=place or form.start)
        self._form, self._width = form, width
        self._rows = csv.reader(self._lines, delimiter=form.delimiter, quotechar=form.quote)

    @property
    def place(self) -> Place:
        return self._lines.place

    def __next__(self) -> Record | BadRow:
        """Raises UnreadableFile for a row wider than any sheet."""
        lines = self._lines
        while True:
            position, line = lines.position, lines.line
            try:
                cells = next(self._rows)
            except LineTooLong:
                return self._too_long(RowFlaw.LINE_TOO_LONG, Place(position, line))
            except csv.Error:
                return self._too_long(RowFlaw.CELL_TOO_LONG, Place(position, line))
            if lines.line > line + 1 and self._has_swallowed(cells, lines.line - line, Place(position, line)):
                return self._unclosed(Place(position, line))
            if any(map(str.strip, cells)):  # stops at the first cell that holds anything
                return self._fitting(line + 1, cells)

    def _fitting(self, line: int, cells: list[str]) -> Record | BadRow:
        if self._width is None or len(cells) <= self._width:
            if len(cells) > WIDTH_LIMIT:
                raise UnreadableFile(FileFlaw.TOO_WIDE)
            return Record(line, cells)
        if any(cell.strip() for cell in cells[self._width :]):
            return BadRow(RowFlaw.TOO_MANY_CELLS, line, self._width + 1)
        return Record(line, cells[: self._width])

    def _has_swallowed(self, cells: list[str], lines: int, start: Place) -> bool:
        """Whether a row of several lines is none: somebody opened a quotation mark and the next one closed it."""
        if lines > _MOST_LINES or self._is_open_at_the_end(start):
            return True
        if self._width is None or self._width == 1:
            return False
        return len(cells) != self._width or any(
            self._is_a_row(tail) for cell in cells for tail in cell.split("\n")[1:]
        )

    def _is_a_row(self, text: str) -> bool:
        """Whether a line within a cell has as many delimiters as a row, or one and an address."""
        found = text.count(self._form.delimiter)
        return found >= (self._width or 0) - 1 or (found > 0 and "@" in text)

    def _is_open_at_the_end(self, start: Place) -> bool:
        """Whether the file ended inside quotation marks. The strict reader says so, for which it reads again."""
        here = self.place
        self._lines.go_to(start)
        strict = csv.reader(
            islice(self._lines, here.line - start.line),
            delimiter=self._form.delimiter,
            quotechar=self._form.quote,
            strict=True,
        )
        try:
            next(strict)
        except csv.Error as problem:
            return "end of data" in str(problem)
        else:
            return False
        finally:
            self._lines.go_to(here)

    def _too_long(self, flaw: RowFlaw, start: Place) -> BadRow:
        """In one line something is only long; where it began lines before, a quotation mark is not closed."""
        if self._lines.line == start.line + 1:
            return BadRow(flaw, self._lines.line)
        return self._unclosed(start)

    def _unclosed(self, start: Place) -> BadRow:
        """Give up the line where the row began, and read on behind it."""
        self._lines.go_to(start)
        line = next(self._lines)
        return BadRow(RowFlaw.QUOTE_OPEN, start.line + 1, _opening(line, self._form))


def _opening(line: str, form: Form) -> int:
    """At which sign, from 1, the last cell's quotation mark opens."""
    at = max(line.rfind(form.delimiter + form.quote) + 1, 0)
    return at + 1
