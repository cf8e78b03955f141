"""Making a relay or a sending domain known: a little more mail each day, until there is no limit any more.

Operators trust nobody who sends much on the first day, and are suspicious of who doubles suddenly (Google). Two to
six weeks are usual.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto

DAY = timedelta(days=1)


class RampOn(StrEnum):
    """What can be on a ramp."""

    RELAY = auto()
    DOMAIN = auto()


@dataclass(frozen=True, slots=True)
class Ramp:
    """From `first` mails on the first day, each day so much more, until it would be `target`."""

    first: int
    growth_percent: int
    target: int
    """The first number that is not kept to any more."""

    def allowed(self, day: int) -> int | None:
        """How many mails may go on a day, counted from 0; None: as many as there are. Never falls, and ends."""
        count = self.first
        for _ in range(day):
            if count >= self.target:
                break
            count = self._after(count)
        return count if count < self.target else None

    def days(self) -> Iterator[int]:
        """What may go on each of its days."""
        count = self.first
        while count < self.target:
            yield count
            count = self._after(count)

    def _after(self, count: int) -> int:
        """At least one more, or a small number would never grow."""
        return max(count + 1, count * (100 + self.growth_percent) // 100)


def day_of(began_at: datetime, now: datetime) -> int:
    """Which day of a ramp it is, counted from 0."""
    return max(0, (now - began_at) // DAY)
