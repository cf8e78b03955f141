"""The law of a gate, for who hands out its places alone. `newsletter.quotas` says the same to Redis."""

import heapq
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

PARTS = 24
"""A counting gate remembers its window in so many parts, and one more: so none is missed, whenever it begins."""


@dataclass
class Places:
    """A spaced gate: as many places as it lets mails through in a window, each free again a window after its use."""

    count: int
    window_s: float
    free: list[float] = field(default_factory=list)
    """When each of those that are here may be used; a heap."""

    out: int = 0

    def put_back(self, used_at: Iterable[float], *, now: float) -> None:
        """Places come back. Where there are too many, after a lower limit, those due first are dropped."""
        for at in used_at:
            heapq.heappush(self.free, at + self.window_s)
            self.out = max(0, self.out - 1)
        missing = self.count - self.out - len(self.free)
        for number in range(missing):
            heapq.heappush(self.free, now + number * self.window_s / self.count)
        for _ in range(min(-missing, len(self.free))):
            heapq.heappop(self.free)

    def take(self, want: int, *, until: float) -> list[float]:
        """At most so many that may be used by then."""
        taken: list[float] = []
        while len(taken) < want and self.free and self.free[0] <= until:
            taken.append(heapq.heappop(self.free))
        self.out += len(taken)
        return taken


@dataclass
class Count:
    """A counting gate."""

    count: int
    window_s: float
    parts: Counter[int] = field(default_factory=Counter)

    def take(self, want: int, *, unused: int, now: float, at_all_costs: bool = False) -> int:
        """At most so many; at all costs it is as many, and others get the fewer."""
        part = self._part(now)
        self.parts[part] = max(0, self.parts[part] - unused)
        self.parts = Counter({one: mails for one, mails in self.parts.items() if one >= part - PARTS and mails})
        granted = want if at_all_costs else max(0, min(want, self.count - self.parts.total()))
        self.parts[part] += granted
        return granted

    def wait_s(self, now: float) -> float:
        """Until the oldest part is forgotten."""
        oldest = min((part for part, mails in self.parts.items() if mails), default=self._part(now))
        return (oldest + PARTS + 1) * self.window_s / PARTS - now

    def _part(self, now: float) -> int:
        return math.floor(now / (self.window_s / PARTS))
