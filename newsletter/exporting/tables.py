"""Tables as files, written row by row: CSV for every program, a workbook for those who open it in one."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Protocol

import xlsxwriter

from newsletter.exporting.columns import Cell
from newsletter.exporting.models import ExportFormat
from newsletter.subscribers.cells import defused

SHEET_ROWS = 1_048_575
"""What a sheet holds below its headings; the rest goes on another."""

_FIRST_YEAR = 1900
"""Workbooks know no day before it."""


class Table(Protocol):
    """Takes rows."""

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Below those that are there."""


@contextmanager
def table(path: Path, form: ExportFormat, headings: Sequence[str]) -> Iterator[Table]:
    """A table that is whole when the context ends. The file is there, empty, and keeps its mode."""
    if form is ExportFormat.XLSX:
        with _workbook(path, headings) as book:
            yield book
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # Excel wants the mark
            made = _Text(csv.writer(file))
            made.add([headings])
            yield made


class _Writer(Protocol):
    def writerow(self, row: Iterable[str], /) -> object: ...


class _Text:
    """Comma-separated, with CRLF (RFC 4180)."""

    def __init__(self, writer: _Writer) -> None:
        self._writer = writer

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        for row in rows:
            self._writer.writerow([_written(cell) for cell in row])


@contextmanager
def _workbook(path: Path, headings: Sequence[str]) -> Iterator["_Book"]:
    """Rows go to a file beside it at once, and stay in no memory."""
    options = {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        yield _Book(book, headings)


class _Book:
    """Every text is a text, whatever it looks like: numbers keep their zeros, and no formula is one."""

    def __init__(self, book: xlsxwriter.Workbook, headings: Sequence[str]) -> None:
        self._book, self._headings = book, headings
        self._bold, self._day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        self._begin()

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        left = iter(rows)
        while True:
            if self._row > SHEET_ROWS:
                self._begin()
            some = list(islice(left, SHEET_ROWS - self._row + 1))
            if not some:
                return
            for row in some:
                self._put(row)

    def _begin(self) -> None:
        self._sheet, self._row = self._book.add_worksheet(), 0
        self._sheet.freeze_panes(1, 0)
        for place, heading in enumerate(self._headings):
            self._sheet.set_column(place, place, max(14, len(heading) + 2))
            self._sheet.write_string(0, place, heading, self._bold)
        self._row = 1

    def _put(self, row: Sequence[Cell]) -> None:
        for place, cell in enumerate(row):
            if isinstance(cell, date) and cell.year >= _FIRST_YEAR:
                self._sheet.write_datetime(self._row, place, cell, self._day)
            elif cell:
                self._sheet.write_string(self._row, place, _written(cell))
        self._row += 1


def _written(cell: Cell) -> str:
    """A day as ISO 8601 has it; a text as no spreadsheet takes it for a formula."""
    return cell.isoformat() if isinstance(cell, date) else defused(cell)
