"""The places in one gate that a process has in hand, and what became of those it used."""

import math
from collections import deque
from dataclasses import dataclass, field

from newsletter.delivery.pacing.gates import Gate
from newsletter.delivery.pacing.quotas import HORIZON_S, Ask, Grant

BETWEEN_S = 0.02
"""Not more often is a store asked."""

AHEAD_S = 0.05
"""So long before its moment a mail is dealt: the relay has heard whom it is for when the moment comes. Only at gates
that all mails pass; at an operator's it would keep a connection from the others' mails."""

SELDOM_S = 1.0
STALE_S = 0.3
"""A place that was not used by then is given to others."""

MOST_COUNTED = 100


@dataclass
class Stock:
    """Belongs to one pacer. Times are of its clock."""

    gate: Gate
    ready: deque[float] = field(default_factory=deque)
    """From when on each place may be used."""

    replied: deque[float] = field(default_factory=deque)
    """When the replies were read to mails that used a place, not told yet. Other threads add."""

    unused: int = 0
    """Counted places that go back."""

    wanted: bool = False
    free_at: float = -math.inf
    """When there may be a place where there is none now."""

    ask_at: float = -math.inf

    def wait_s(self, now: float) -> float:
        """0 where a place may be dealt now."""
        if not self.ready:
            return max(self.free_at - now, BETWEEN_S / 4)
        return max(0.0, self.ready[0] - now - (0.0 if self.gate.operator else AHEAD_S))

    def runs_short(self, now: float) -> bool:
        if now < self.ask_at:
            return False
        return not self.ready or (self.gate.is_spaced and self.ready[-1] < now + HORIZON_S / 2)

    def pause(self, until: float) -> None:
        """Its operator takes nothing for a while."""
        self.give_up()
        self.free_at, self.ask_at = until, until - HORIZON_S

    def give_up(self, before: float = math.inf) -> None:
        """What is in hand from before then goes back with the next visit."""
        while self.ready and self.ready[0] < before:
            at = self.ready.popleft()
            if self.gate.is_spaced:
                self.replied.append(at - self.gate.window_s)  # as if it had just come free
            else:
                self.unused += 1

    def ask(self, now: float, *, sharers: int) -> Ask:
        """What to say to the store."""
        wanted, self.wanted = self.wanted, False
        self.give_up(before=now - STALE_S)
        unused, self.unused = self.unused, 0
        replied = [self.replied.popleft() for _ in range(len(self.replied))]
        want = max(0, self._most(sharers) - len(self.ready)) if wanted else 0
        return Ask(self.gate, want, [now - at for at in replied], unused)

    def take_in(self, grant: Grant, *, asked: int, now: float) -> None:
        """What the store gave."""
        self.ready = deque(sorted([*self.ready, *(now + offset for offset in grant.offsets_s)]))
        if grant.offsets_s or not asked:
            self.ask_at = now + BETWEEN_S
            return
        self.free_at = now + grant.wait_s
        self.ask_at = now + min(max(grant.wait_s - HORIZON_S, BETWEEN_S), SELDOM_S)

    def _most(self, sharers: int) -> int:
        if not self.gate.is_spaced:
            return max(1, min(MOST_COUNTED, self.gate.count // 100))
        return 1 + math.ceil((self.gate.count or 1) * HORIZON_S / self.gate.window_s / sharers)
