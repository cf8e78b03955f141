"""Several connections to one relay, kept open from one batch to the next.

Each is driven by a thread of its own; all take from the same envelopes, so a slow one holds nobody back. A relay that
ends a connection after so many mails is simply connected to again, as long as each new one gets something through.
"""

import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Generic

from newsletter.mail.smtp import Connection, Envelope, Kind, Outcome, Relay, SmtpError, Timeouts
from newsletter.mail.smtp.envelope import Key

WORTH_A_CONNECTION = 50
"""Mails for which it pays to open one more."""

PULSE_S = 1.0
"""How long the caller waits at most to be heard from again."""


class Pool:
    """Belongs to one caller at a time."""

    def __init__(self, relay: Relay, connections: int, timeouts: Timeouts | None = None) -> None:
        self._connections = [Connection(relay, timeouts) for _ in range(connections)]

    def send_many(
        self, envelopes: Iterable[Envelope[Key]], *, count: int, stop: Callable[[], bool]
    ) -> Iterator[Outcome[Key] | None]:
        """Outcomes as they come, and None whenever a second passed without one.

        After `stop` no further envelope is taken; what was not taken has no outcome and was not sent. Raises
        SmtpError, after the last outcome, when the relay kept us from taking all of them; and what the making of
        the envelopes raised.
        """
        hand = _Hand(envelopes, stop)
        heard: queue.SimpleQueue[Outcome[Key] | Exception | None] = queue.SimpleQueue()
        wanted = min(len(self._connections), 1 + count // WORTH_A_CONNECTION)
        threads = [
            threading.Thread(target=_work, args=(connection, hand, heard), daemon=True)
            for connection in self._connections[:wanted]
        ]
        for thread in threads:
            thread.start()
        try:
            problem = yield from _listen(heard, len(threads))
        finally:
            hand.close()
            for thread in threads:
                thread.join()
        if problem and (hand.has_more() or not isinstance(problem, SmtpError)):
            raise problem

    def close(self) -> None:
        """Say goodbye to the relay."""
        for connection in self._connections:
            connection.close()


def _listen(
    heard: "queue.SimpleQueue[Outcome[Key] | Exception | None]", working: int
) -> "Generator[Outcome[Key] | None, None, Exception | None]":
    problem: Exception | None = None
    while working:
        try:
            item = heard.get(timeout=PULSE_S)
        except queue.Empty:
            yield None
            continue
        if isinstance(item, Outcome):
            yield item
        elif item is None:
            working -= 1
        elif problem is None or isinstance(problem, SmtpError):
            problem = item
    return problem


class _Hand(Generic[Key]):
    """Deals one set of envelopes to several connections, and takes back what one could not send."""

    def __init__(self, envelopes: Iterable[Envelope[Key]], stop: Callable[[], bool]) -> None:
        self._envelopes = iter(envelopes)
        self._returned: deque[Envelope[Key]] = deque()
        self._stop = stop
        self._lock = threading.Lock()
        self._closed = False
        self._empty = False

    def deal(self) -> Envelope[Key] | None:
        with self._lock:
            if self._closed or self._stop():
                return None
            if self._returned:
                return self._returned.popleft()
            envelope = next(self._envelopes, None)
            self._empty = envelope is None
            return envelope

    def give_back(self, envelope: Envelope[Key]) -> None:
        with self._lock:
            self._returned.append(envelope)

    def close(self) -> None:
        self._closed = True

    def has_more(self) -> bool:
        return bool(self._returned) or not self._empty


def _work(
    connection: Connection,
    hand: "_Hand[Key]",
    heard: "queue.SimpleQueue[Outcome[Key] | Exception | None]",
) -> None:
    try:
        while _one_life(connection, hand, heard):
            pass
    except Exception as problem:  # noqa: BLE001 (raised again by whoever listens)
        heard.put(problem)
    finally:
        heard.put(None)


def _one_life(
    connection: Connection,
    hand: "_Hand[Key]",
    heard: "queue.SimpleQueue[Outcome[Key] | Exception | None]",
) -> bool:
    """Send until there is no more or the connection ends; whether to go on with a new one."""
    is_new = connection.open()
    taken: dict[Key, Envelope[Key]] = {}
    got_through = False
    for outcome in connection.send_many(_dealt(connection, hand, taken)):
        envelope = taken.pop(outcome.key)
        if outcome.kind is Kind.UNSENT:
            hand.give_back(envelope)
            continue
        got_through = True
        heard.put(outcome)
    if connection.trouble and is_new and not got_through:
        raise connection.trouble
    return connection.trouble is not None


def _dealt(connection: Connection, hand: "_Hand[Key]", taken: "dict[Key, Envelope[Key]]") -> Iterator[Envelope[Key]]:
    while not connection.trouble and (envelope := hand.deal()):
        taken[envelope.key] = envelope
        yield envelope
