"""All ways out of one process: mail goes by the first that works, and what one did not take goes by the next.

A relay that failed rests for a while, and is asked first again only then. A mail in doubt never changes its way: the
first relay may have it.
"""

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, Self, runtime_checkable

from newsletter.mail.pool import Pool
from newsletter.mail.route import Route
from newsletter.mail.seats import Seats
from newsletter.mail.smtp import Envelope, Notebook, Outcome, SmtpError, TransientError
from newsletter.mail.smtp.envelope import Key

FIRST_REST_S, LONGEST_REST_S = 15.0, 600.0
UNUSED_S = 900.0
"""After so long without a mail its connections are given up: the relay closed them, or was changed."""


@runtime_checkable
class Supply(Protocol[Key]):
    """Envelopes that depend on the relay they go by."""

    def __iter__(self) -> Iterator[Envelope[Key] | None]: ...

    def __next__(self) -> Envelope[Key] | None:
        """The next one; None when it is not there yet."""

    def go_by(self, route: Route, unsent: Sequence[Envelope[Key]]) -> None:
        """From now on by this route; these were not taken by the one before, and have to come again."""


@dataclass
class _Line:
    """What this process knows of one route."""

    pool: Pool
    used_at: float
    failures: int = 0
    """In a row."""

    rests_until: float = 0.0

    def fail(self, now: float) -> None:
        self.rests_until = now + min(FIRST_REST_S * 2**self.failures, LONGEST_REST_S)
        self.failures = min(self.failures + 1, 10)


class Switchboard:
    """Belongs to one caller at a time, like each of its pools."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, seats: Callable[[Route], Seats] | None = None
    ) -> None:
        self._clock, self._seats = clock, seats
        self._lines: dict[Route, _Line] = {}

    def send_many(
        self,
        envelopes: Iterable[Envelope[Key] | None],
        *,
        count: int,
        stop: Callable[[], bool],
        routes: Sequence[Route],
        notebook: Notebook[Key] | None = None,
    ) -> Iterator[Outcome[Key] | None]:
        """As `Pool.send_many`, by the first of these routes that takes them; keys must differ.

        A Supply is told by which route it goes. Raises the last route's SmtpError when none took all of them.
        """
        self._give_up_unused()
        hand = _Hand(envelopes if isinstance(envelopes, Supply) else _Plain(iter(envelopes)))
        problem: SmtpError = TransientError("there is no relay to send through")
        for route in self.in_order(routes):
            if not hand.goes_by(route):
                return
            line = self._line(route)
            try:
                for outcome in line.pool.send_many(hand, count=count, stop=stop, notebook=notebook):
                    if outcome is not None:
                        hand.settle(outcome)
                        line.failures, line.rests_until = 0, 0.0
                    yield outcome
            except SmtpError as said:
                line.fail(self._clock())
                problem = said
                if stop():
                    break
            else:
                return
            finally:
                line.used_at = self._clock()
        raise problem

    def in_order(self, routes: Iterable[Route]) -> list[Route]:
        """As given, but those that rest come last."""
        now = self._clock()
        return sorted(routes, key=lambda route: route in self._lines and self._lines[route].rests_until > now)

    def close(self) -> None:
        """Say goodbye to every relay."""
        for line in self._lines.values():
            line.pool.close()
        self._lines.clear()

    def _line(self, route: Route) -> _Line:
        if route not in self._lines:
            seats = self._seats(route) if self._seats and route.connections_in_all else None
            pool = Pool(route.relay, route.connections, route.timeouts, seats)
            self._lines[route] = _Line(pool, self._clock())
        return self._lines[route]

    def _give_up_unused(self) -> None:
        now = self._clock()
        for route in [route for route, line in self._lines.items() if now - line.used_at > UNUSED_S]:
            self._lines.pop(route).pool.close()


@dataclass
class _Plain(Generic[Key]):
    """Envelopes that go by any route."""

    source: Iterator[Envelope[Key] | None]

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Envelope[Key] | None:
        return next(self.source)

    def go_by(self, _route: Route, unsent: Sequence[Envelope[Key]]) -> None:
        self.source = itertools.chain(unsent, self.source)


@dataclass
class _Hand(Generic[Key]):
    """Envelopes on their way out: who took some and could not send them gives them back by failing."""

    supply: Supply[Key]
    out: dict[Key, Envelope[Key]] = field(default_factory=dict)
    """Taken, and nothing heard of them. A mail in doubt was heard of."""

    seen: deque[Envelope[Key] | None] = field(default_factory=deque)
    """What was looked at, to know whether there is any."""

    route: Route | None = None

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Envelope[Key] | None:
        envelope = self.seen.popleft() if self.seen else next(self.supply)
        if envelope is not None:
            self.out[envelope.key] = envelope
        return envelope

    def settle(self, outcome: Outcome[Key]) -> None:
        del self.out[outcome.key]

    def goes_by(self, route: Route) -> bool:
        """Whether there is any mail for this route, after another one did not take all; the first is always tried."""
        is_first, self.route = self.route is None, route
        unsent = list(self.out.values())
        self.out.clear()
        self.supply.go_by(route, unsent)
        if not is_first and not unsent:
            self.seen.extend(itertools.islice(self.supply, 1))
        return is_first or bool(unsent or self.seen)
