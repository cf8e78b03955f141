"""What can be wrong with a file, in words; English, to be translated by who shows them."""

from dataclasses import dataclass
from enum import StrEnum, auto

from newsletter.errors import NewsletterError
from newsletter.translations import N_, catalog

LINE_LIMIT = 4 * 1024 * 1024
"""Bytes of one line. What is longer is no roster's line, and is not held in memory to find out."""

CELL_LIMIT = 131_072
"""Signs in one cell: where the standard library's reader stops."""

WIDTH_LIMIT = 16_384
"""Columns: as many as Excel has."""


class FileFlaw(StrEnum):
    """Why a file cannot be taken in at all."""

    EMPTY = auto()
    NOT_TEXT = auto()
    OLD_WORKBOOK = auto()
    PASSWORD = auto()
    BROKEN_WORKBOOK = auto()
    BOMB = auto()
    NO_SHEET = auto()
    TOO_WIDE = auto()


class RowFlaw(StrEnum):
    """Why one row cannot be read; the rest of the file goes in."""

    QUOTE_OPEN = auto()
    LINE_TOO_LONG = auto()
    CELL_TOO_LONG = auto()
    TOO_MANY_CELLS = auto()


FILE_SENTENCES = {
    FileFlaw.EMPTY: N_("The file holds nothing. Export the roster again, and look whether the new file is larger."),
    FileFlaw.NOT_TEXT: N_(
        "This is not a table: the file is neither text nor a workbook. Save the roster as CSV or XLSX."
    ),
    FileFlaw.OLD_WORKBOOK: N_(
        "This is a workbook in the form of Excel 2003 (.xls), or another Office file. Open it and save it as XLSX or "
        "CSV."
    ),
    FileFlaw.PASSWORD: N_(
        "This workbook is protected by a password. Open it, take the password away (File, Info, Protect Workbook), "
        "and save it again."
    ),
    FileFlaw.BROKEN_WORKBOOK: N_(
        "This workbook is damaged or is no roster. Open it, copy the sheet into a new workbook, and save that as "
        "XLSX or CSV."
    ),
    FileFlaw.BOMB: N_(
        "Unpacked, this workbook is far larger than a roster can be, so it was not opened. Save the one sheet with "
        "the people as CSV."
    ),
    FileFlaw.NO_SHEET: N_(
        "No visible sheet of this workbook holds anything. Show the sheet with the people, and save it again."
    ),
    FileFlaw.TOO_WIDE: N_(
        "The file has more than 16,384 columns. Look whether it has line breaks at all, or delete the empty columns."
    ),
}

ROW_SENTENCES = {
    RowFlaw.QUOTE_OPEN: N_(
        "A quotation mark is opened in line %(line)s, at sign %(column)s, and not closed. Close it or delete it."
    ),
    RowFlaw.LINE_TOO_LONG: N_("Line %(line)s is longer than 4 MB. Look whether its line break got lost."),
    RowFlaw.CELL_TOO_LONG: N_(
        "A cell of line %(line)s holds more than 131,072 signs. Look whether a quotation mark is not closed."
    ),
    RowFlaw.TOO_MANY_CELLS: N_(
        "Line %(line)s has more cells than the header has names, from column %(column)s on. Put quotation marks "
        "around a value that holds the delimiter."
    ),
}


class UnreadableFile(NewsletterError):
    """Nothing of the file can be taken in."""

    def __init__(self, flaw: FileFlaw) -> None:
        super().__init__(FILE_SENTENCES[flaw])
        self.flaw = flaw

    def told(self, language: str) -> str:
        """What is wrong and what to do, in the reader's language."""
        return catalog(language).gettext(FILE_SENTENCES[self.flaw])


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read."""

    flaw: RowFlaw
    line: int
    column: int = 1
    """The sign in the line for a quotation mark, else the cell in the row; both begin with 1."""

    def told(self, language: str) -> str:
        """What is wrong, where, and what to do, in the reader's language."""
        return catalog(language).gettext(ROW_SENTENCES[self.flaw]) % {"line": self.line, "column": self.column}
