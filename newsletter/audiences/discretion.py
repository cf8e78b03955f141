"""Numbers of people for somebody who may not see the people: a few of them are nobody else's to count.

A cell (one union's people in one language, for whom the same is true) with fewer than five in it is only said to be
that. A sum over such cells says what is known without them, so that no subtraction brings one to light.
"""

from dataclasses import dataclass

FEWEST = 5
"""From here on a number names nobody."""


@dataclass(frozen=True)
class Headcount:
    """How many, as far as it may be told."""

    known: int
    """People in cells that are told."""

    hidden: int = 0
    """Cells that are not; there are people in each."""

    def __add__(self, other: "Headcount") -> "Headcount":
        return Headcount(self.known + other.known, self.hidden + other.hidden)

    def __bool__(self) -> bool:
        return self.known + self.hidden > 0

    @property
    def is_exact(self) -> bool:
        """Nothing is hidden in it."""
        return self.hidden == 0

    @property
    def fewer_than(self) -> int | None:
        """A bound above, where nothing but hidden cells is in it."""
        return None if self.is_exact or self.known else self.hidden * (FEWEST - 1) + 1

    @property
    def grammatical(self) -> int:
        """The number by which its sentence is built: whatever is not exact is several."""
        return self.known if self.is_exact else max(2, self.known)


NOBODY = Headcount(0)


def headcount(count: int, *, may_see: bool) -> Headcount:
    """One cell, for somebody who may or may not see the people in it."""
    return Headcount(count) if may_see or not 0 < count < FEWEST else Headcount(0, 1)
