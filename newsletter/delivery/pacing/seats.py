"""How many connections a relay sees from all processes together: each has its seats, by a lease, in fair shares.

Who has more than a fair share while another has less closes one at the end of a mail, so none is dropped. A process
that dies leaves its seats when its lease ends. While the store is away everybody keeps theirs and takes no more.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from newsletter.delivery.pacing.quotas import QuotasAway

LEASE_S = 30.0
OFTEN_S, SELDOM_S = 0.1, 1.0
"""How soon one asks again who waits for a seat, or has left one; and who only keeps theirs."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a process says of its connections to one relay."""

    relay: int
    limit: int
    """Of all processes together."""

    held: int
    """Open now. Never more than was granted."""

    want: int


class Store(Protocol):
    """The one place where seats are given."""

    def sit(self, ask: Ask) -> int:
        """How many one may have from now on; fewer than are held: some have to be closed. Raises QuotasAway."""


@dataclass(frozen=True, slots=True)
class Sitter:
    """What is known of a process."""

    held: int
    want: int
    until: float


@dataclass
class Bench:
    """The seats of one relay. `newsletter/seats.lua` says the same to Redis."""

    sitters: dict[str, Sitter] = field(default_factory=dict)

    def sit(self, who: str, ask: Ask, *, now: float) -> int:
        """How many this one may have."""
        others = {name: one for name, one in self.sitters.items() if name != who and one.until > now}
        fair = max(1, ask.limit // (1 + sum(one.want > 0 for one in others.values())))
        may = max(0, min(ask.want, ask.limit - sum(one.held for one in others.values())))
        if any(one.held < min(one.want, fair) for one in others.values()):
            may = min(may, fair)
        self.sitters = others
        if ask.held or ask.want:
            self.sitters[who] = Sitter(max(ask.held, may), ask.want, now + LEASE_S)
        return may


@dataclass
class Seats:
    """One process's, at one relay; see `mail.pool.Seats`."""

    store: Store
    relay: int
    limit: int
    seconds: Callable[[], float] = time.monotonic

    want: int = 0
    open: int = 0
    leaving: int = 0
    """Those that are about to be closed."""

    granted: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._said = 0
        self._asked_at = -math.inf

    @property
    def keeps_open(self) -> bool:
        """No: nobody renews the lease of an idle process."""
        return False

    def begin(self, want: int) -> None:
        """So many connections would be of use."""
        with self._lock:
            self.want = want
            self._visit()

    def take(self) -> bool:
        """Whether one more may be opened."""
        with self._lock:
            if self.open >= self.granted:
                return False
            self.open += 1
            return True

    def must_leave(self) -> bool:
        """Whether this one has to be closed at the end of its mail."""
        with self._lock:
            if self.open - self.leaving <= self.granted:
                return False
            self.leaving += 1
            return True

    def give_back(self) -> None:
        """One was closed."""
        with self._lock:
            self.open -= 1
            self.leaving = max(0, self.leaving - 1)

    def look_after(self) -> None:
        """Now and then: renew the lease, learn how many there may be."""
        in_need = self.open < self._said or self.granted != self.want
        if self.seconds() - self._asked_at >= (OFTEN_S if in_need else SELDOM_S):
            with self._lock:
                self._visit()

    def end(self) -> None:
        """All were closed."""
        with self._lock:
            self.want = 0
            self._visit()

    def _visit(self) -> None:
        try:
            self.granted = self.store.sit(Ask(self.relay, self.limit, self.open, self.want))
        except QuotasAway:
            self.granted = self.open
        self._said, self._asked_at = self.open, self.seconds()
