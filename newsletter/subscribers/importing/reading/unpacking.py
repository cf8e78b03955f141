"""`python -m ...unpacking WORKBOOK TABLE`: a workbook's sheet as a text file, in a process of its own.

A workbook is a program for whoever opens it: a megabyte can name a sheet of 17 thousand million cells, or one long
text a million times. Here it may use so much memory and time, and takes nothing else down with it.
"""

import csv
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

MEMORY_BYTES = 1536 * 1024 * 1024
"""Of addresses, of which a process uses a part: a sheet of a million rows and twelve columns takes 700 MB."""

TIME_S = 300

Range = tuple[tuple[int, int], tuple[int, int]]


class Ending(IntEnum):
    """How it went, as an exit code. All others are a death: of too little memory, of too little time."""

    DONE = 0
    PASSWORD = 10
    BROKEN = 11
    NO_SHEET = 12


def main(workbook: str, table: str) -> Ending:
    """Write the first visible sheet that holds something, one line for each of its rows."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (TIME_S, TIME_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with CalamineWorkbook.from_path(workbook) as book:
            sheet = _sheet(book)
            if sheet is None:
                return Ending.NO_SHEET
            with Path(table).open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(_rows(sheet))
    except PasswordError:
        return Ending.PASSWORD
    except CalamineError:
        return Ending.BROKEN
    return Ending.DONE


def _sheet(book: CalamineWorkbook) -> CalamineSheet | None:
    visible = (one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible)
    sheets = (book.get_sheet_by_name(name) for name in visible)
    return next((sheet for sheet in sheets if sheet.start is not None), None)


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    """Empty ones above the first are given, too: lines are numbered as the rows of the sheet are."""
    merged = _Merged(sheet.merged_cell_ranges or [])
    for number, row in enumerate(sheet.iter_rows()):
        yield merged.filled(number, [_text(cell) for cell in row])


class _Merged:
    """Cells merged downwards: what stands in the first holds for all. To the right it is a title, and stays one."""

    def __init__(self, ranges: list[Range]) -> None:
        self._waiting = sorted(one for one in ranges if one[1][0] > one[0][0])[::-1]
        self._open: list[tuple[int, int, str]] = []

    def filled(self, number: int, cells: list[str]) -> list[str]:
        """A row with what it shares with those above it."""
        self._open = [one for one in self._open if one[1] >= number]
        for column, _, value in self._open:
            if column < len(cells):
                cells[column] = cells[column] or value
        while self._waiting and self._waiting[-1][0][0] <= number:
            (_, column), (last, _) = self._waiting.pop()
            if column < len(cells) and last >= number:
                self._open.append((column, last, cells[column]))
        return cells


def _text(cell: object) -> str:
    """A cell as one would type it. A line break within it would make two lines of a row."""
    match cell:
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return " ".join(str(cell).split())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
