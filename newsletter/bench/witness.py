"""A relay of our own that writes down every mail it takes, and misbehaves when it is told to."""

import asyncio
import re
import socket
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random

from newsletter.bench.dialogue import Dialogue
from newsletter.bench.moods import Mood
from newsletter.bench.ports import free_port, wait_for

BACKLOG = 200
_MESSAGE_ID = re.compile(rb"^Message-ID:\s*<([^>]*)>", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail the relay is answerable for."""

    recipient: str
    message_id: str
    at: float
    """By time.monotonic()."""


@dataclass
class Witness:
    """Its list only grows; other threads read it."""

    listen: str = "127.0.0.1"
    port: int = field(default_factory=free_port)
    chance: Random = field(default_factory=Random)
    pace_s: float = 0.0
    mood: Mood = Mood.WELL
    taken: list[Taken] = field(default_factory=list)

    defers: str = ""
    """A domain whose operator asks for less mail: it is told so by 421 at each recipient."""

    deferred: list[float] = field(default_factory=list)
    """When it was."""

    def __post_init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._listener: socket.socket | None = None
        self._greetings: set[asyncio.Task[None]] = set()
        self._open: set[Dialogue] = set()

    def keep(self, recipient: str, mail: bytes) -> None:
        """Write down a mail that was taken."""
        found = _MESSAGE_ID.search(mail)
        self.taken.append(Taken(recipient, found[1].decode() if found else "", time.monotonic()))

    def puts_off(self, recipient: str) -> bool:
        """Whether this one's operator takes no mail now; written down if so."""
        if not self.defers or not recipient.endswith(f"@{self.defers}"):
            return False
        self.deferred.append(time.monotonic())
        return True

    def feel(self, mood: Mood) -> None:
        """Be in this mood from now on."""
        self._ask(self._change(mood))

    def url(self, host: str = "127.0.0.1") -> str:
        """As an SMTP_URL, seen from a machine that knows it by this address."""
        return f"smtp://{host}:{self.port}?starttls=off"

    def run(self) -> None:
        """In a thread of its own, until `stop`."""
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._change(Mood.WELL))
        self._loop.run_forever()
        self._loop.run_until_complete(self._change(Mood.AWAY))
        self._loop.close()

    def stop(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _ask(self, change: Coroutine[None, None, None]) -> None:
        asyncio.run_coroutine_threadsafe(change, self._loop).result()

    async def _change(self, mood: Mood) -> None:
        self.mood = mood
        if mood is Mood.AWAY:
            await self._leave()
        elif self._listener is None:
            self._listener = socket.create_server((self.listen, self.port), backlog=BACKLOG)
            self._listener.settimeout(0)
            self._loop.add_reader(self._listener, self._accept, self._listener)

    def _accept(self, listener: socket.socket) -> None:
        """Not by asyncio's own server, which drops on the floor whom it accepts while it closes."""
        with suppress(OSError):
            connection, _ = listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or each answer waits 40 ms for an ACK
            greeting = self._loop.create_task(self._greet(connection))
            self._greetings.add(greeting)
            greeting.add_done_callback(self._greetings.discard)

    async def _greet(self, connection: socket.socket) -> None:
        await self._loop.connect_accepted_socket(lambda: Dialogue(self, self._open), connection)

    async def _leave(self) -> None:
        if self._listener:
            self._loop.remove_reader(self._listener)
            self._listener.close()
            self._listener = None
        while self._open or self._greetings:
            for dialogue in list(self._open):
                dialogue.abort()
            await asyncio.sleep(0)


@contextmanager
def running_witness(
    *, listen: str = "127.0.0.1", pace_s: float = 0.0, chance: Random | None = None
) -> Iterator[Witness]:
    """A witness that listens. Raises BenchError."""
    witness = Witness(listen=listen, pace_s=pace_s, chance=chance or Random())  # noqa: S311 (nobody guesses a relay)
    thread = threading.Thread(target=witness.run, daemon=True)
    thread.start()
    try:
        wait_for(witness.port, "the witness")
        yield witness
    finally:
        witness.stop()
        thread.join()
