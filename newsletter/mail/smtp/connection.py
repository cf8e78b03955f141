"""One connection to a relay: opened, brought to terms, and used for as long as it lives and may be used."""

import contextlib
import socket
import time
from collections.abc import Generator, Iterable, Iterator
from types import TracebackType
from typing import Self

from newsletter.mail.smtp.envelope import Envelope, Key, Outcome
from newsletter.mail.smtp.errors import Cause, SmtpError, TransientError
from newsletter.mail.smtp.greeting import Greeting
from newsletter.mail.smtp.notebook import Notebook, Unwritten
from newsletter.mail.smtp.pipeline import Pipeline
from newsletter.mail.smtp.relay import Relay
from newsletter.mail.smtp.wire import Lost, Timeouts, Wire

_SEND_BUFFER_BYTES = 512 * 1024
_GOODBYE_S = 2.0


class Spent(TransientError):
    """As many mails went over the connection as the relay is to get on one."""


class Connection:
    """Belongs to one thread. Errors it raises concern the relay, never a single message."""

    def __init__(self, relay: Relay, timeouts: Timeouts | None = None) -> None:
        self.relay = relay
        self._timeouts = timeouts or Timeouts()
        self._wire: Wire | None = None
        self._pipeline: Pipeline | None = None
        self._mails_left = 0
        self._used_at = 0.0

    def open(self) -> bool:
        """Make it ready; whether it was not. Raises Throttled, TransientError or PermanentError."""
        if self._is_alive() and self._may_be_used():
            return False
        self.close()
        self._wire = self._connect()
        try:
            offers = Greeting(self.relay, self._wire, self._timeouts).exchange()
        except BaseException:
            self._drop()
            raise
        self._pipeline = Pipeline(self._wire, self._timeouts, offers, self.relay.reports)
        self._mails_left, self._used_at = self.relay.mails_per_connection, time.monotonic()
        return True

    def send_many(
        self, envelopes: Iterable[Envelope[Key] | None], notebook: Notebook[Key] | None = None
    ) -> Generator[Outcome[Key], None, None]:
        """One outcome for each envelope, in order. Never raises for a lost connection: see `trouble`.

        Takes no more envelopes than the relay is to get on one connection. None among them: see `Pipeline.send`.
        """
        if not self._pipeline:
            raise TransientError("the connection was not opened")
        return self._send(self._pipeline, envelopes, notebook or Unwritten())

    @property
    def trouble(self) -> SmtpError | None:
        """Why the last `send_many` could not go on; None if nothing hinders another one."""
        if self._pipeline is None:
            return None
        return self._pipeline.trouble or (Spent("the connection has had its mails") if self._is_spent() else None)

    def close(self) -> None:
        """Say goodbye and leave. Never raises."""
        if self._is_alive() and self._wire:
            with contextlib.suppress(Lost):
                self._wire.write(b"QUIT\r\n", timeout_s=_GOODBYE_S)
                self._wire.read(_GOODBYE_S)
        self._drop()

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(
        self, pipeline: Pipeline, envelopes: Iterable[Envelope[Key] | None], notebook: Notebook[Key]
    ) -> Generator[Outcome[Key], None, None]:
        rationed = self._rationed(envelopes) if self.relay.mails_per_connection else envelopes
        try:
            yield from pipeline.send(rationed, notebook)
        finally:
            self._used_at = time.monotonic()

    def _rationed(self, envelopes: Iterable[Envelope[Key] | None]) -> Iterator[Envelope[Key] | None]:
        for envelope in envelopes:
            self._mails_left -= envelope is not None
            yield envelope
            if self._is_spent():
                return

    def _is_alive(self) -> bool:
        return bool(self._wire and self._pipeline and not self._pipeline.trouble and self._wire.idle())

    def _may_be_used(self) -> bool:
        return not self._is_spent() and time.monotonic() - self._used_at < self._timeouts.idle_s

    def _is_spent(self) -> bool:
        return self.relay.mails_per_connection > 0 and self._mails_left <= 0

    def _drop(self) -> None:
        if self._wire:
            self._wire.close()
        self._wire = self._pipeline = None

    def _connect(self) -> Wire:
        address = (self.relay.host, self.relay.port)
        try:
            plain = socket.create_connection(address, self._timeouts.connect_s)
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or error
            raise TransientError(f"cannot reach the relay {self.relay}: {why}", cause=_cause(error)) from None
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
        return Wire(plain)


def _cause(error: Exception) -> Cause:
    """A name the standard library cannot even write down (UnicodeError) is one nobody has."""
    if isinstance(error, socket.gaierror | UnicodeError):
        return Cause.NO_SUCH_HOST
    return Cause.NOT_LISTENING if isinstance(error, ConnectionRefusedError) else Cause.OUT_OF_REACH
