"""The socket below a dialogue: writes that know how far they came, replies read with bounds."""

import re
import select
import socket
import ssl
import struct
import time
from dataclasses import dataclass

from newsletter.mail.smtp.errors import TransientError
from newsletter.mail.smtp.reply import Reply

_READ_BYTES = 64 * 1024
_LONGEST_LINE = 4 * 1024
"""RFC 5321 allows 512; some relays explain themselves at more length."""

_MOST_LINES = 128
_NEAR_S = 0.1
"""By so much a reply may come later than it had to, which is less to do than telling the system again."""

_LINE = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?", re.DOTALL)


class Lost(TransientError):
    """The connection ended, hung, or carried something that is no reply."""


class BrokenWrite(Lost):
    def __init__(self, text: str, written: int) -> None:
        super().__init__(text)
        self.written = written
        """How many bytes may have left us; none beyond them did."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds of silence before we give up; RFC 5321 4.5.3.2 where it matters."""

    connect_s: float = 30
    command_s: float = 120
    content_s: float = 180
    accepted_s: float = 600
    """After the final dot. Shorter waits make duplicates: the relay has the mail, and we do not know."""

    idle_s: float = 240
    """A connection unused for so long is not used again: relays close them after five minutes (4.5.3.2.7)."""


class Wire:
    """In the clear the system minds the time itself: Python would ask it before each call whether to wait."""

    def __init__(self, connected: socket.socket) -> None:
        connected.settimeout(None)
        self._socket = connected
        self._unread = b""
        self._limits_s: dict[int, float] = {}
        """What the system was told, by option."""

    def write(self, *pieces: bytes, timeout_s: float) -> None:
        """Raises BrokenWrite."""
        self._wait_at_most(timeout_s, socket.SO_SNDTIMEO)
        if isinstance(self._socket, ssl.SSLSocket):
            self._write_encrypted(pieces)
        else:
            self._write_plain(pieces)

    def read(self, timeout_s: float) -> Reply:
        """One reply, however many lines and pieces it comes in. Raises Lost."""
        deadline = time.monotonic() + timeout_s
        code, texts = b"", list[str]()
        for _ in range(_MOST_LINES):
            found = _LINE.fullmatch(self._line(deadline))
            if not found or found[1] != (code or found[1]):
                raise Lost("the relay answered something that is no SMTP reply")
            code = found[1]
            texts.append((found[3] or b"").decode("utf-8", "replace"))
            if found[2] != b"-":
                return Reply(int(code), "\n".join(texts))
        raise Lost("the relay's answer does not end")

    @property
    def quiet(self) -> bool:
        """Nothing was received that was not read, as far as we know without asking the system."""
        return not self._unread

    def idle(self) -> bool:
        """Still open and silent, as a relay is between two mails."""
        poll = select.poll()
        try:
            poll.register(self._socket, select.POLLIN)
            return self.quiet and not poll.poll(0)
        except (OSError, ValueError):
            return False

    def encrypt(self, context: ssl.SSLContext, host: str, *, timeout_s: float) -> None:
        """Raises Lost, also for bytes that came before the encryption and would pass as encrypted ones."""
        if not self.quiet:
            raise Lost("the relay went on talking in the clear after STARTTLS")
        self._socket.settimeout(timeout_s)
        self._socket = context.wrap_socket(self._socket, server_hostname=host)

    def address(self) -> str:
        """Our own address, as EHLO takes it."""
        host = self._socket.getsockname()[0]
        return f"[IPv6:{host}]" if ":" in host else f"[{host}]"

    def close(self) -> None:
        self._socket.close()

    def _line(self, deadline: float) -> bytes:
        while (end := self._unread.find(b"\n")) < 0:
            if len(self._unread) > _LONGEST_LINE:
                raise Lost("the relay's answer has an endless line")
            self._unread += self._receive(deadline)
        line, self._unread = self._unread[:end], self._unread[end + 1 :]
        return line.removesuffix(b"\r")

    def _receive(self, deadline: float) -> bytes:
        try:
            self._wait_at_most(max(deadline - time.monotonic(), 0.001), socket.SO_RCVTIMEO)
            received = self._socket.recv(_READ_BYTES)
        except (TimeoutError, BlockingIOError):
            raise Lost("the relay did not answer in time") from None
        except OSError as error:
            raise Lost(f"the connection to the relay broke: {error.strerror or error}") from None
        if not received:
            raise Lost("the relay closed the connection")
        return received

    def _wait_at_most(self, seconds: float, option: int) -> None:
        if isinstance(self._socket, ssl.SSLSocket):
            self._socket.settimeout(seconds)
            return
        told = self._limits_s.get(option)
        if told is None or not told - _NEAR_S <= seconds <= told:
            self._socket.setsockopt(socket.SOL_SOCKET, option, _timeval(seconds))
            self._limits_s[option] = seconds

    def _write_plain(self, pieces: tuple[bytes, ...]) -> None:
        written = 0
        rest = [memoryview(piece) for piece in pieces]
        try:
            while rest:
                count = self._socket.sendmsg(rest)
                written += count
                while rest and count >= len(rest[0]):
                    count -= len(rest.pop(0))
                if count:
                    rest[0] = rest[0][count:]
        except OSError as error:
            raise BrokenWrite(_why(error), written) from None

    def _write_encrypted(self, pieces: tuple[bytes, ...]) -> None:
        """Piece by piece, since a failed TLS write does not say how much of its piece left us."""
        written = 0
        for piece in pieces:
            written += len(piece)
            try:
                self._socket.sendall(piece)
            except OSError as error:
                raise BrokenWrite(_why(error), written) from None


def _why(error: OSError) -> str:
    if isinstance(error, TimeoutError | BlockingIOError):
        return "the relay stopped reading"
    return f"the connection to the relay broke: {error.strerror or error}"


def _timeval(seconds: float) -> bytes:
    whole = int(seconds)
    return struct.pack("@ll", whole, int((seconds - whole) * 1e6))
