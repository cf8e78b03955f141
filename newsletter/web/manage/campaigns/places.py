"""Where a block stands: "12" is a block of the text, "12.left" a column of it, "12.left.0" a block in that column."""

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Self

from newsletter.campaigns.side_by_side import StoredBlock
from newsletter.errors import NotVisible

SIDES = ("left", "right")
_WRITTEN = re.compile(r"([0-9]{1,18})(?:\.(left|right)(?:\.([0-9]{1,9}))?)?")


@dataclass(frozen=True)
class Place:
    """A block, a column of it, or a block in the column."""

    block_id: int
    side: str = ""
    index: int | None = None

    @classmethod
    def read(cls, written: str) -> Self:
        """From an address. Raises NotVisible where it names nothing."""
        found = _WRITTEN.fullmatch(written)
        if not found:
            raise NotVisible
        return cls(int(found[1]), found[2] or "", int(found[3]) if found[3] else None)

    def __str__(self) -> str:
        parts = (self.block_id, self.side, self.index)
        return ".".join(str(part) for part in parts if part not in {"", None})


def at(blocks: Sequence[StoredBlock], place: Place) -> StoredBlock:
    """The block at a place. Raises NotVisible where there is none."""
    whole = _whole(blocks, place)
    if not place.side:
        return whole
    column = _column(whole, place)
    if place.index is None or place.index >= len(column):
        raise NotVisible
    return column[place.index]


def with_block(blocks: Sequence[StoredBlock], place: Place, block: dict[str, Any]) -> StoredBlock:
    """The outer block, with a block written at the place, or added to the column that it names."""
    if not place.side:
        return block
    whole = deepcopy(_whole(blocks, place))
    column = _column(whole, place)
    if place.index is None:
        column.append(block)
    else:
        at(blocks, place)
        column[place.index] = block
    return whole


def without(blocks: Sequence[StoredBlock], place: Place) -> StoredBlock:
    """The outer block, without the one in its column."""
    at(blocks, place)
    whole = deepcopy(_whole(blocks, place))
    del _column(whole, place)[place.index or 0]
    return whole


def moved(blocks: Sequence[StoredBlock], place: Place, by: int) -> StoredBlock:
    """The outer block, with the one in its column further up or down."""
    inner = at(blocks, place)
    whole = without(blocks, place)
    _column(whole, place).insert(max(0, (place.index or 0) + by), deepcopy(inner))
    return whole


def _whole(blocks: Sequence[StoredBlock], place: Place) -> StoredBlock:
    for block in blocks:
        if block["id"] == place.block_id:
            return block
    raise NotVisible


def _column(whole: StoredBlock, place: Place) -> list[StoredBlock]:
    if whole.get("kind") != "two_columns" or place.side not in SIDES:
        raise NotVisible
    column: list[StoredBlock] = whole.setdefault(place.side, [])
    return column
