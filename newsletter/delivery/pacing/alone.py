"""The quotas of a process that has nobody to share with, or cannot reach those it shares with."""

import logging
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from newsletter.delivery.pacing.gates import Gate
from newsletter.delivery.pacing.places import Count, Places
from newsletter.delivery.pacing.quotas import HORIZON_S, Answer, Ask, Grant, PushBack, Quotas, QuotasAway, Slowed
from newsletter.delivery.pacing.slowing import Slowing, pushed_back

log = logging.getLogger(__name__)

CAUTIOUS_SHARERS = 16
"""How many processes there may be, as long as nobody has told us."""

AGAIN_S = 5.0
"""How long a store that did not answer is not asked."""


@dataclass
class Alone:
    """Keeps to a share of each gate."""

    seconds: Callable[[], float] = time.monotonic
    sharers: int = 1
    places: dict[str, Places] = field(default_factory=dict)
    counts: dict[str, Count] = field(default_factory=dict)
    slowings: dict[str, Slowing] = field(default_factory=dict)

    def exchange(self, asks: Sequence[Ask], pushed: Sequence[PushBack] = ()) -> Answer:
        """See Quotas."""
        now = self.seconds()
        for one in pushed:
            self.slowings[one.operator] = pushed_back(self.slowings.get(one.operator), pause_s=one.pause_s, now=now)
        slowed = {name: state for name, one in self.slowings.items() if (state := one.now(now))}
        self.slowings = {name: self.slowings[name] for name in slowed}
        return Answer([self._grant(ask, slowed.get(ask.gate.operator), now) for ask in asks], slowed, self.sharers)

    def _grant(self, ask: Ask, slowed: Slowed | None, now: float) -> Grant:
        if not ask.gate.is_spaced:
            return self._counted(ask, now)
        count = min(ask.gate.count or slowed.level, slowed.level) if slowed else ask.gate.count
        if not count:
            self.places.pop(ask.gate.key, None)
            return Grant([0.0] * ask.want)
        gate = self._places(ask.gate, count)
        gate.put_back((now - age for age in ask.ages_s), now=now)
        if slowed and slowed.pause_s > 0:
            return Grant((), slowed.pause_s)
        taken = gate.take(ask.want, until=math.inf if ask.is_urgent else now + HORIZON_S)
        return Grant([max(0.0, at - now) for at in taken], max(0.0, min(gate.free, default=now) - now))

    def _counted(self, ask: Ask, now: float) -> Grant:
        gate = self.counts.setdefault(ask.gate.key, Count(1, ask.gate.window_s))
        gate.count = ask.gate.count // self.sharers
        granted = gate.take(ask.want, unused=ask.unused, at_all_costs=ask.is_urgent, now=now)
        return Grant([0.0] * granted, 0.0 if granted else gate.wait_s(now))

    def _places(self, gate: Gate, count: int) -> Places:
        """Where there is less than one place for each process, one that comes round more rarely."""
        share, window_s = count // self.sharers, gate.window_s
        if not share:
            share, window_s = 1, gate.window_s * self.sharers / count
        places = self.places.setdefault(gate.key, Places(share, window_s))
        places.count, places.window_s = share, window_s
        return places


@dataclass
class Steady:
    """Asks a store that all share; while that is away it keeps to its share, and says so once."""

    store: Quotas
    seconds: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self._sharers = CAUTIOUS_SHARERS
        self._alone: Alone | None = None
        """While the store is away."""

        self._ask_again_at = 0.0

    def exchange(self, asks: Sequence[Ask], pushed: Sequence[PushBack] = ()) -> Answer:
        """See Quotas. Never raises QuotasAway."""
        if self._alone and self.seconds() < self._ask_again_at:
            return self._alone.exchange(asks, pushed)
        try:
            answer = self.store.exchange(asks, pushed)
        except QuotasAway as problem:
            if self._alone is None:
                log.warning("limits are kept by each process for itself until Redis is back: %s", problem)
                self._alone = Alone(self.seconds, self._sharers)
            self._ask_again_at = self.seconds() + AGAIN_S
            return self._alone.exchange(asks, pushed)
        if self._alone:
            log.warning("limits are shared again")
            self._alone = None
        if asks:
            self._sharers = max(answer.sharers, 1)
        return answer
