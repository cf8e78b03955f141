"""The places in one gate that a process has in hand, and what became of those it used."""

import math
from collections import deque
from dataclasses import dataclass, field

from newsletter.delivery.pacing.gates import Gate
from newsletter.delivery.pacing.quotas import HORIZON_S, Ask, Grant

BETWEEN_S = 0.02
"""Not more often is a store asked."""

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

    wanted: bool = False
    free_at: float = -math.inf
    """When there may be a place where there is none now."""

    ask_at: float = -math.inf

    def wait_s(self, now: float) -> float:
        """0 where a place may be used now."""
        at = self.ready[0] if self.ready else max(self.free_at, now + BETWEEN_S / 4)
        return max(0.0, at - now)

    def runs_short(self, now: float) -> bool:
        if now < self.ask_at:
            return False
        return not self.ready or (self.gate.is_spaced and self.ready[-1] < now + HORIZON_S / 2)

    def pause(self, until: float) -> None:
        """Its operator takes nothing for a while."""
        while self.ready:
            self.replied.append(self.ready.popleft() - self.gate.window_s)
        self.free_at, self.ask_at = until, until - HORIZON_S

    def ask(self, now: float, *, sharers: int) -> Ask:
        """What to say to the store. What was not used goes back, spaced as if it had just come free."""
        wanted, self.wanted = self.wanted, False
        back = 0
        while self.ready and self.ready[0] < now - STALE_S:
            at = self.ready.popleft()
            self.replied.append(at - self.gate.window_s)
            back += 1
        replied = [self.replied.popleft() for _ in range(len(self.replied))]
        want = max(0, self._most(sharers) - len(self.ready)) if wanted else 0
        if not self.gate.is_spaced:
            return Ask(self.gate, want, unused=back)
        return Ask(self.gate, want, [now - at for at in replied])

    def take_in(self, grant: Grant, *, asked: int, now: float) -> None:
        """What the store gave."""
        self.ready.extend(now + offset for offset in grant.offsets_s)
        if grant.offsets_s or not asked:
            self.ask_at = now + BETWEEN_S
            return
        self.free_at = now + grant.wait_s
        self.ask_at = now + min(max(grant.wait_s - HORIZON_S, BETWEEN_S), SELDOM_S)

    def _most(self, sharers: int) -> int:
        if not self.gate.is_spaced:
            return max(1, min(MOST_COUNTED, self.gate.count // 100))
        return 1 + math.ceil((self.gate.count or 1) * HORIZON_S / self.gate.window_s / sharers)
