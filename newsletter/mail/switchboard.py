"""All ways out of one process: mail goes by the first that works, and what one did not take goes by the next.

A relay that failed rests for a while, and is asked first again only then. A mail in doubt never changes its way: the
first relay may have it.
"""

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Self

from newsletter.mail.pool import Pool
from newsletter.mail.route import Route
from newsletter.mail.smtp import Envelope, Notebook, Outcome, SmtpError, TransientError
from newsletter.mail.smtp.envelope import Key

FIRST_REST_S, LONGEST_REST_S = 15.0, 600.0
UNUSED_S = 900.0
"""After so long without a mail its connections are given up: the relay closed them, or was changed."""


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

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
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

        Raises the last route's SmtpError when none took all of them.
        """
        self._give_up_unused()
        hand = _Hand(iter(envelopes))
        problem: SmtpError = TransientError("there is no relay to send through")
        for route in self.in_order(routes):
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
                if not hand.take_back():
                    return
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
            pool = Pool(route.relay, route.connections, route.timeouts)
            self._lines[route] = _Line(pool, self._clock())
        return self._lines[route]

    def _give_up_unused(self) -> None:
        now = self._clock()
        for route in [route for route, line in self._lines.items() if now - line.used_at > UNUSED_S]:
            self._lines.pop(route).pool.close()


@dataclass
class _Hand(Generic[Key]):
    """Envelopes on their way out: who took some and could not send them gives them back by failing."""

    source: Iterator[Envelope[Key] | None]
    out: dict[Key, Envelope[Key]] = field(default_factory=dict)
    """Taken, and nothing heard of them. A mail in doubt was heard of."""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Envelope[Key] | None:
        envelope = next(self.source)
        if envelope is not None:
            self.out[envelope.key] = envelope
        return envelope

    def settle(self, outcome: Outcome[Key]) -> None:
        del self.out[outcome.key]

    def take_back(self) -> bool:
        """Whether there is any left for the next relay."""
        unsent: list[Envelope[Key] | None] = [*self.out.values()] or [*itertools.islice(self.source, 1)]
        self.out.clear()
        self.source = itertools.chain(unsent, self.source)
        return bool(unsent)
