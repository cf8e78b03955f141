"""Numbers of events inside blocks, turned into those that they have here."""

from collections.abc import Mapping
from typing import Any


def blocks_here(blocks: list[dict[str, Any]], events: Mapping[int, int]) -> list[dict[str, Any]]:
    """Cards of events that did not come along are left out."""
    found = (_block(one, events) for one in blocks)
    return [one for one in found if one is not None]


def _block(block: dict[str, Any], events: Mapping[int, int]) -> dict[str, Any] | None:
    match block:
        case {"event": int(number)}:
            return block | {"event": events[number]} if number in events else None
        case {"events": list(numbers)}:
            return block | {"events": [events[one] for one in numbers if one in events]}
        case {"left": list(left), "right": list(right)}:
            return block | {"left": blocks_here(left, events), "right": blocks_here(right, events)}
        case _:
            return block
