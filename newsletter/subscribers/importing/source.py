"""A roster with all that was decided about it: from here on only rows come out, in sets, from any place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from newsletter.errors import NewsletterError
from newsletter.subscribers.importing.columns import Field, Mapping, propose
from newsletter.subscribers.importing.entries import Entry, Ground, Rejected, Understanding
from newsletter.subscribers.importing.reading.flaws import BadRow
from newsletter.subscribers.importing.reading.lines import Place
from newsletter.subscribers.importing.reading.records import Record
from newsletter.subscribers.importing.reading.roster import Roster
from newsletter.subscribers.importing.reading.workbooks import is_workbook, unpack
from newsletter.subscribers.importing.values.dates import Order, order_of
from newsletter.subscribers.importing.values.refusal import Refusal

SET_ROWS = 10_000
"""Rows of one transaction: large enough that its statements cost little, and over in a moment."""

_SAMPLE_ROWS = 50


class NoAddresses(NewsletterError):
    """No column of the file holds e-mail addresses."""


@dataclass(frozen=True, slots=True)
class Unwanted:
    """A row that stays out, with what of it could be read."""

    problem: Rejected | BadRow
    cells: tuple[str, ...] = ()


@dataclass(slots=True)
class RowSet:
    """Some rows of a file, each in one of two lists, and the place behind them."""

    place: Place
    entries: list[Entry] = field(default_factory=list)
    unwanted: list[Unwanted] = field(default_factory=list)
    cells: dict[int, list[str]] = field(default_factory=dict)
    """Of the entries, by line: one that is turned away later goes back as it stood."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is read, and how it is understood."""

    path: Path
    roster: Roster
    mapping: Mapping
    ground: Ground

    def sets(self, place: Place | None = None, *, size: int = SET_ROWS) -> Iterator[RowSet]:
        """All rows from a place on."""
        understanding = Understanding(self.mapping, self.ground)
        with self.path.open("rb") as file:
            records = self.roster.records(file, place)
            while rows := list(islice(records, size)):
                found = RowSet(records.place)
                for row in rows:
                    _sort_in(found, row, understanding)
                yield found


def _sort_in(found: RowSet, row: Record | BadRow, understanding: Understanding) -> None:
    if isinstance(row, BadRow):
        found.unwanted.append(Unwanted(row))
        return
    read = understanding.read(row)
    if isinstance(read, Rejected):
        found.unwanted.append(Unwanted(read, tuple(row.cells)))
    else:
        found.entries.append(read)
        found.cells[read.line] = row.cells


def text_of(file: Path, table: Path) -> Path:
    """The file itself if it is text; a workbook's sheet is written to `table`. Raises UnreadableFile."""
    if not is_workbook(file):
        return file
    unpack(file, table)
    return table


def mapping_of(path: Path, roster: Roster) -> Mapping:
    """What the columns seem to hold. Raises NoAddresses."""
    with path.open("rb") as file:
        top = [row.cells for row in islice(roster.records(file), _SAMPLE_ROWS) if isinstance(row, Record)]
    mapping = propose(roster.header.names, top)
    if Field.EMAIL not in mapping.fields:
        columns = ", ".join(roster.header.names[:10])
        raise NoAddresses(f"no column holds e-mail addresses; the file has: {columns}")
    return mapping


def dates_of(path: Path, roster: Roster, mapping: Mapping) -> Order | None:
    """In which order the whole file writes its dates, if that shows."""
    place = mapping.fields.get(Field.JOINED)
    if place is None:
        return None
    with path.open("rb") as file:
        rows = (row.cells for row in roster.records(file) if isinstance(row, Record))
        return order_of(cells[place] for cells in rows if place < len(cells))


def turn_away(found: RowSet, lines: set[int], *, place: int) -> None:
    """Move entries whose address stood in an earlier line to the unwanted; `place` is the address's column."""
    for one in found.entries:
        if one.line in lines:
            cells = tuple(found.cells[one.line])
            found.unwanted.append(Unwanted(Rejected(one.line, place, Refusal.TWICE), cells))
    found.entries = [one for one in found.entries if one.line not in lines]
    found.unwanted.sort(key=lambda one: one.problem.line)
