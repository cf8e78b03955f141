"""Messages counted by what became of them. A tally always adds up, because its audience is its sum."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Self

from newsletter.delivery.fates import UNDER_WAY, MessageState
from newsletter.delivery.queries import Line


@dataclass(frozen=True)
class Tally:
    """So many messages of each fate, and so many still on their way to one."""

    sent: int = 0
    failed: int = 0
    suppressed: int = 0
    held: int = 0
    uncertain: int = 0
    under_way: int = 0

    @property
    def audience(self) -> int:
        """Everybody."""
        return sum(getattr(self, field.name) for field in fields(self))

    @property
    def through(self) -> int:
        """Those of whom there is nothing more to come by itself."""
        return self.audience - self.under_way

    @property
    def to_be_mailed(self) -> int:
        """Those whom it is for the relay to take: neither left out nor waiting for somebody's yes."""
        return self.audience - self.suppressed - self.held

    @property
    def tried(self) -> int:
        """Those of them whose turn has been."""
        return self.to_be_mailed - self.under_way

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Self:
        """The lines of a ledger, summed up."""
        counts = dict.fromkeys((field.name for field in fields(cls)), 0)
        for line in lines:
            counts[_column(line.state)] += line.count
        return cls(**counts)


def _column(state: MessageState) -> str:
    return "under_way" if state in UNDER_WAY else str(state)
