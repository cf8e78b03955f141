"""A relay on a real socket that does what a script says: answers, hangs, talks nonsense, hangs up."""

import contextlib
import socket
import ssl
import struct
import threading
import time
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from newsletter.mail.smtp import Relay, Timeouts, Tls

QUICK = Timeouts(connect_s=5, command_s=0.3, content_s=0.3, accepted_s=0.3)
PATIENT = Timeouts(connect_s=5, command_s=5, content_s=5, accepted_s=5)


class Act(Enum):
    """What a relay may do instead of answering."""

    HANG_UP = auto()
    RESET = auto()
    HANG = auto()


Line = str | bytes | float | Act
"""A line, a piece of a line, seconds to let pass, or something else."""
Script = Mapping[tuple[str, int], Line | tuple[Line, ...]]
"""("rcpt", 2): the answer to the second RCPT on a connection. Several are given one after the other."""

ANSWERS = {
    "connect": "220 relay.example ESMTP",
    "ehlo": "250-relay.example\r\n250-PIPELINING\r\n250 8BITMIME",
    "helo": "250 relay.example",
    "mail": "250 2.1.0 sender ok",
    "rcpt": "250 2.1.5 recipient ok",
    "data": "354 go ahead",
    "content": "250 2.0.0 taken",
    "rset": "250 2.0.0 forgotten",
    "quit": "221 2.0.0 bye",
    "auth": "235 2.7.0 come in",
    "starttls": "220 2.0.0 go ahead",
}


class Ended(Exception):
    """The dialogue is over."""


@dataclass
class ScriptedRelay:
    """Serves any number of connections; counts commands anew on each."""

    script: Script = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    implicit_tls: bool = False
    cut_after_bytes: int | None = None
    """Hang up for good once that much was read."""

    heard: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)
    """The contents that were answered with 2xx."""

    ends_seen: list[bytes] = field(default_factory=list)
    """The contents whose final dot arrived, whatever was answered."""

    refused: list[bytes] = field(default_factory=list)
    """The contents that were answered with 4xx or 5xx."""

    connections: int = 0
    open_now: int = 0
    most_open: int = 0
    """At once."""

    def relay(self, tls: Tls = Tls.OFFERED, **options: Any) -> Relay:
        return Relay("localhost" if self.tls else "127.0.0.1", self.port, tls, **options)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._over = threading.Event()
        self._counting = threading.Lock()
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    def close(self) -> None:
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(timeout=5)

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.connections += 1
                with self._counting:
                    self.open_now += 1
                    self.most_open = max(self.most_open, self.open_now)
                thread = threading.Thread(target=self._serve, args=(client,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(Ended, OSError):
            _Dialogue(self, client, self._over).run()
        with self._counting:
            self.open_now -= 1


class _Dialogue:
    def __init__(self, relay: ScriptedRelay, client: socket.socket, over: threading.Event) -> None:
        self._relay, self._client, self._over = relay, client, over
        self._unread = b""
        self._counts: Counter[str] = Counter()

    def run(self) -> None:
        try:
            if self._relay.implicit_tls:
                self._encrypt()
            self._answer("connect")
            for line in self._lines():
                self._relay.heard.append(line)
                self._command(line)
        finally:
            self._client.close()

    def _command(self, line: str) -> None:
        verb = line.split(maxsplit=1)[0].lower()
        answer = self._answer(verb)
        if verb == "data" and answer.startswith("354"):
            self._content()
        elif verb == "auth" and answer.startswith("334"):
            for _ in range(2):
                self._relay.heard.append(b64decode(next(self._lines())).decode())
                self._answer("secret")
        elif verb == "starttls" and answer.startswith("220"):
            self._encrypt()
        elif verb == "quit":
            raise Ended

    def _content(self) -> None:
        content = b""
        while (line := self._line()) != b".":
            content += line + b"\r\n"
        self._relay.ends_seen.append(content)
        answer = self._answer("content")
        if answer.startswith("2"):
            self._relay.taken.append(content)
        elif answer.startswith(("4", "5")):
            self._relay.refused.append(content)

    def _answer(self, verb: str) -> str:
        self._counts[verb] += 1
        scripted = self._relay.script.get((verb, self._counts[verb]), ANSWERS.get(verb, "502 what?"))
        said = ""
        for line in scripted if isinstance(scripted, tuple) else (scripted,):
            said = self._do(line)
        return said

    def _do(self, line: Line) -> str:
        match line:
            case Act.HANG:
                self._over.wait()
                raise Ended
            case Act.HANG_UP:
                raise Ended
            case Act.RESET:
                self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                raise Ended
            case bytes():
                self._client.sendall(line)
                time.sleep(0.01)  # so that the next piece comes in a packet of its own
                return line.decode()
            case float():
                self._over.wait(line)
                return ""
            case str():
                self._client.sendall(line.encode("latin-1") + b"\r\n")
                return line

    def _lines(self) -> Iterator[str]:
        while True:
            yield self._line().decode()

    def _line(self) -> bytes:
        while b"\r\n" not in self._unread:
            self._unread += self._receive()
        line, _, self._unread = self._unread.partition(b"\r\n")
        return line

    def _receive(self) -> bytes:
        room = self._relay.cut_after_bytes
        received = self._client.recv(65536 if room is None else max(min(room, 65536), 1))
        if room is not None:
            self._relay.cut_after_bytes = room = room - len(received)
        if not received or (room is not None and room < 0):
            raise Ended
        return received

    def _encrypt(self) -> None:
        assert self._relay.tls
        self._client = self._relay.tls.wrap_socket(self._client, server_side=True)
