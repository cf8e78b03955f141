"""A line through a row of numbers, drawn into a box; the numbers themselves stand in a table below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

WIDTH, HEIGHT, EDGE = 600, 120, 6


@dataclass(frozen=True)
class Curve:
    """What an SVG polyline needs."""

    points: str
    lowest: int
    highest: int

    @classmethod
    def through(cls, counts: Sequence[int]) -> Self | None:
        """The line; None where there are too few numbers for one."""
        if len(counts) < 2:  # noqa: PLR2004 (a line has two ends)
            return None
        lowest, highest = min(counts), max(counts)
        across, room = (WIDTH - 2 * EDGE) / (len(counts) - 1), HEIGHT - 2 * EDGE
        spread = highest - lowest or 1
        heights = [HEIGHT - EDGE - room * (count - lowest) / spread for count in counts]
        return cls(
            points=" ".join(f"{EDGE + place * across:.1f},{height:.1f}" for place, height in enumerate(heights)),
            lowest=lowest,
            highest=highest,
        )
