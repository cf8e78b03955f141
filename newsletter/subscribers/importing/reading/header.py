"""Where the names of the columns stand: in the first line, below some lines of title, or nowhere."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from newsletter.subscribers.importing.reading.flaws import BadRow
from newsletter.subscribers.importing.reading.records import Record

LOOKED_AT = 30
"""Rows from the top among which the header is looked for."""


@dataclass(frozen=True, slots=True)
class Header:
    """The columns' names, each its own."""

    line: int
    """Where it stands; 0 where the file has none, and columns are called by their number."""

    names: tuple[str, ...]


def header_of(rows: Iterable[Record | BadRow], is_known: Callable[[str], bool]) -> Header:
    """The header among a file's first rows. `is_known` tells whether a name is one that rosters use."""
    top: list[Record] = []
    for row in rows:
        if isinstance(row, Record):
            if any(_is_address(cell) for cell in row.cells):
                return _header(top, row, is_known)
            top.append(row)
    return _header(top, None, is_known)


def _header(top: Sequence[Record], first: Record | None, is_known: Callable[[str], bool]) -> Header:
    """Among the rows above the first that holds an address: the one with most known names, else the fullest."""
    if not top:
        width = len(first.cells) if first else 0
        return Header(0, tuple(str(number) for number in range(1, width + 1)))
    best = max(top, key=lambda row: (sum(map(is_known, row.cells)), sum(map(bool, row.cells)), -row.line))
    return Header(best.line, unique(best.cells))


def unique(cells: Iterable[str]) -> tuple[str, ...]:
    """Names without line breaks; of columns called alike the second gets a 2, and one without a name its number."""
    names: dict[str, None] = {}
    for number, cell in enumerate(cells, 1):
        name = wanted = " ".join(cell.split()) or str(number)
        again = 2
        while name in names:
            name, again = f"{wanted} ({again})", again + 1
        names[name] = None
    return tuple(names)


def _is_address(cell: str) -> bool:
    before, _, behind = cell.rpartition("@")
    return bool(before) and "." in behind
