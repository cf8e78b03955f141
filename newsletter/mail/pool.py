"""Several connections to one relay, kept open from one batch to the next.

Each is driven by a thread of its own; all take from the same envelopes, so a slow one holds nobody back. A relay that
ends a connection after so many mails is simply connected to again, as long as each new one gets something through.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic

from newsletter.mail.seats import FreeSeats, Seats
from newsletter.mail.smtp import Connection, Envelope, Kind, Notebook, Outcome, Relay, SmtpError, Timeouts, Unwritten
from newsletter.mail.smtp.envelope import Key

WORTH_A_CONNECTION = 50
"""Mails for which it pays to open one more."""

PULSE_S = 0.05
"""How often the caller is told what was heard. To wake it for every mail would cost more than the mail."""

PAUSE_S = 0.005
"""How long a connection waits before it asks again for an envelope that is not there yet."""


WAITS_FOR_A_SEAT_S = 0.05


class Pool:
    """Belongs to one caller at a time."""

    def __init__(
        self, relay: Relay, connections: int, timeouts: Timeouts | None = None, seats: Seats | None = None
    ) -> None:
        self._connections = [Connection(relay, timeouts) for _ in range(connections)]
        self._seats = seats or FreeSeats()

    def send_many(
        self,
        envelopes: Iterable[Envelope[Key] | None],
        *,
        count: int,
        stop: Callable[[], bool],
        notebook: Notebook[Key] | None = None,
    ) -> Iterator[Outcome[Key] | None]:
        """Outcomes as they come, and between them None at least every PULSE_S.

        None among the envelopes says that the next is not there yet. After `stop` no further envelope is taken;
        what was not taken has no outcome and was not sent. Raises SmtpError, after the last outcome, when the relay
        kept us from taking all of them; and what the making of the envelopes, or the notebook, raised.
        """
        hand = _Hand(envelopes, stop)
        wanted = min(len(self._connections), 1 + count // WORTH_A_CONNECTION)
        ear = _Ear[Key](notebook or Unwritten(), working=wanted)
        threads = [
            threading.Thread(target=_work, args=(connection, hand, ear, self._seats), daemon=True)
            for connection in self._connections[:wanted]
        ]
        self._seats.begin(wanted)
        for thread in threads:
            thread.start()
        try:
            for heard in ear.listen():
                self._seats.look_after()
                yield heard
        finally:
            hand.close()
            for thread in threads:
                thread.join()
            self._seats.end()
        if ear.problem and (hand.has_more() or not isinstance(ear.problem, SmtpError)):
            raise ear.problem

    def close(self) -> None:
        """Say goodbye to the relay."""
        for connection in self._connections:
            connection.close()


class _Over(Exception):
    """There is no further envelope."""


class _Hand(Generic[Key]):
    """Deals one set of envelopes to several connections, and takes back what one could not send."""

    def __init__(self, envelopes: Iterable[Envelope[Key] | None], stop: Callable[[], bool]) -> None:
        self._envelopes = iter(envelopes)
        self._returned: deque[Envelope[Key]] = deque()
        self._stop = stop
        self._lock = threading.Lock()
        self._closed = False
        self._empty = False

    def deal(self) -> Envelope[Key] | None:
        """The next one; None when it is not there yet. Raises _Over."""
        with self._lock:
            if self._closed or self._stop():
                raise _Over
            if self._returned:
                return self._returned.popleft()
            try:
                return next(self._envelopes)
            except StopIteration:
                self._empty = True
                raise _Over from None

    def give_back(self, envelope: Envelope[Key]) -> None:
        with self._lock:
            self._returned.append(envelope)

    def close(self) -> None:
        self._closed = True

    def has_more(self) -> bool:
        return bool(self._returned) or not self._empty

    def is_over(self) -> bool:
        return self._closed or self._stop() or not self.has_more()


@dataclass
class _Ear(Generic[Key]):
    """Where the threads tell what they heard."""

    notebook: Notebook[Key]
    working: int
    heard: deque[Outcome[Key]] = field(default_factory=deque)
    problem: Exception | None = None

    def __post_init__(self) -> None:
        self._one_ended = threading.Condition()

    def end(self, problem: Exception | None) -> None:
        """One thread is through."""
        with self._one_ended:
            if problem and (self.problem is None or isinstance(self.problem, SmtpError)):
                self.problem = problem
            self.working -= 1
            self._one_ended.notify()

    def listen(self) -> Iterator[Outcome[Key] | None]:
        over = False
        while not over:
            with self._one_ended:
                over = self._one_ended.wait_for(lambda: not self.working, PULSE_S)
            while self.heard:
                yield self.heard.popleft()
            yield None


def _work(connection: Connection, hand: "_Hand[Key]", ear: "_Ear[Key]", seats: Seats) -> None:
    problem: Exception | None = None
    try:
        goes_on = True
        while goes_on:
            if not seats.take():
                time.sleep(WAITS_FOR_A_SEAT_S)
                goes_on = not hand.is_over()
                continue
            try:
                goes_on = _one_life(connection, hand, ear, seats)
            finally:
                if not seats.keeps_open:
                    connection.close()
                seats.give_back()
    except Exception as said:  # noqa: BLE001 (raised again by whoever listens)
        problem = said
    finally:
        ear.end(problem)


def _one_life(connection: Connection, hand: "_Hand[Key]", ear: "_Ear[Key]", seats: Seats) -> bool:
    """Send until there is no more or the connection ends or has to leave; whether to go on with a new one."""
    is_new = connection.open()
    taken: dict[Key, Envelope[Key]] = {}
    got_through = False
    dealt = _Dealt(connection, hand, seats)
    for outcome in connection.send_many(dealt.envelopes(taken), ear.notebook):
        envelope = taken.pop(outcome.key)
        if outcome.kind is Kind.UNSENT:
            hand.give_back(envelope)
            continue
        got_through = True
        ear.heard.append(outcome)
    if connection.trouble and is_new and not got_through:
        raise connection.trouble
    return dealt.left or connection.trouble is not None


@dataclass
class _Dealt(Generic[Key]):
    """What one connection gets."""

    connection: Connection
    hand: "_Hand[Key]"
    seats: Seats
    left: bool = False
    """It had to leave its seat."""

    def envelopes(self, taken: "dict[Key, Envelope[Key]]") -> Iterator[Envelope[Key] | None]:
        waits = False
        while not self.connection.trouble:
            if self.seats.must_leave():
                self.left = True
                return
            try:
                envelope = self.hand.deal()
            except _Over:
                return
            if envelope:
                taken[envelope.key] = envelope
            elif waits:  # the first time nothing is held up: the mail before it may still have to be written
                time.sleep(PAUSE_S)
            waits = envelope is None
            yield envelope
