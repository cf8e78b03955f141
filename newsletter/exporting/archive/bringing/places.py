"""Where what an archive numbers stands here."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

SET_LINES = 2_000

Line = TypeVar("Line")


@dataclass
class Places:
    """By the archive's numbers the numbers of our rows; of people in their order."""

    mark: str
    """Where it came from, for the evidence."""

    same_key: bool
    """Whether hashes of addresses mean the same here."""

    people: "array[int]" = field(default_factory=lambda: array("q"))
    locals: dict[str, int] = field(default_factory=dict)
    """By what they are called."""

    lists: dict[int, int] = field(default_factory=dict)
    wordings: dict[int, int] = field(default_factory=dict)
    imports: dict[int, int] = field(default_factory=dict)
    events: dict[int, int] = field(default_factory=dict)
    campaigns: dict[int, int] = field(default_factory=dict)
    unions: dict[int, int] = field(default_factory=dict)
    """Itself alone."""

    local_rows: dict[int, int] = field(default_factory=dict)
    fields: dict[int, int] = field(default_factory=dict)
    segments: dict[int, int] = field(default_factory=dict)

    def person(self, number: int) -> int:
        """The row of a person."""
        return self.people[number - 1]


def in_sets(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """A few thousand at a time."""
    left = iter(lines)
    while some := list(islice(left, SET_LINES)):
        yield some
