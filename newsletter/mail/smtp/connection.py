"""One connection to a relay: opened, greeted, encrypted, signed in, and used for as long as it lives."""

import contextlib
import socket
import ssl
from base64 import b64encode
from collections.abc import Generator, Iterable
from types import TracebackType
from typing import Self

from newsletter.mail.smtp.envelope import Envelope, Key, Outcome
from newsletter.mail.smtp.errors import PermanentError, SmtpError, TransientError
from newsletter.mail.smtp.offers import Offers
from newsletter.mail.smtp.pipeline import Pipeline
from newsletter.mail.smtp.relay import Relay, Tls
from newsletter.mail.smtp.reply import Family, Reply, error_of
from newsletter.mail.smtp.wire import Lost, Timeouts, Wire

_SEND_BUFFER_BYTES = 512 * 1024
_GOODBYE_S = 2.0


class Connection:
    """Belongs to one thread. Errors it raises concern the relay, never a single message."""

    def __init__(self, relay: Relay, timeouts: Timeouts | None = None) -> None:
        self.relay = relay
        self._timeouts = timeouts or Timeouts()
        self._wire: Wire | None = None
        self._pipeline: Pipeline | None = None
        self._offers = Offers()

    def open(self) -> bool:
        """Make it ready; whether it was not. Raises Throttled, TransientError or PermanentError."""
        if self._is_ready():
            return False
        self.close()
        self._wire = self._connect()
        try:
            self._greet(self._wire)
        except BaseException:
            self._drop()
            raise
        self._pipeline = Pipeline(self._wire, self._timeouts, self._offers)
        return True

    def send_many(self, envelopes: Iterable[Envelope[Key]]) -> Generator[Outcome[Key], None, None]:
        """One outcome for each envelope, in order. Never raises for a lost connection: see `trouble`."""
        if not self._pipeline:
            raise TransientError("the connection was not opened")
        return self._pipeline.send(envelopes)

    @property
    def trouble(self) -> SmtpError | None:
        """Why the last `send_many` could not go on; None if nothing hinders another one."""
        return self._pipeline.trouble if self._pipeline else None

    def close(self) -> None:
        """Say goodbye and leave. Never raises."""
        if self._is_ready() and self._wire:
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

    def _is_ready(self) -> bool:
        return bool(self._wire and self._pipeline and not self._pipeline.trouble and self._wire.idle())

    def _drop(self) -> None:
        if self._wire:
            self._wire.close()
        self._wire = self._pipeline = None

    def _connect(self) -> Wire:
        address = (self.relay.host, self.relay.port)
        try:
            plain = socket.create_connection(address, self._timeouts.connect_s)
        except OSError as error:
            raise TransientError(f"cannot reach the relay {self.relay}: {error.strerror or error}") from None
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
        return Wire(plain)

    def _greet(self, wire: Wire) -> None:
        if self.relay.tls is Tls.IMPLICIT:
            self._encrypt(wire)
        _expect(Family.DONE, wire.read(self._timeouts.command_s), "connecting")
        self._hello(wire)
        if self._wants_starttls():
            _expect(Family.DONE, self._ask(wire, "STARTTLS"), "starting TLS")
            self._encrypt(wire)
            self._hello(wire)
        if self.relay.username:
            self._sign_in(wire)

    def _wants_starttls(self) -> bool:
        offered = self._offers.starttls
        if self.relay.tls is Tls.REQUIRED and not offered:
            raise PermanentError(f"the relay {self.relay} does not offer STARTTLS, which is required")
        return offered and self.relay.tls in {Tls.REQUIRED, Tls.OFFERED}

    def _encrypt(self, wire: Wire) -> None:
        try:
            wire.encrypt(self.relay.tls_context(), self.relay.host)
        except ssl.SSLCertVerificationError as error:
            raise PermanentError(f"the certificate of {self.relay} is not valid: {error.verify_message}") from None
        except OSError as error:
            raise TransientError(f"no encryption with the relay {self.relay}: {error}") from None

    def _hello(self, wire: Wire) -> None:
        name = self.relay.hello or wire.address()
        reply = self._ask(wire, f"EHLO {name}")
        if reply.family is Family.NEVER:
            reply = self._ask(wire, f"HELO {name}")
        _expect(Family.DONE, reply, "greeting")
        self._offers = Offers.read(reply.text.split("\n")[1:])

    def _sign_in(self, wire: Wire) -> None:
        mechanisms = self._offers.mechanisms
        if "PLAIN" in mechanisms:
            secret = f"\0{self.relay.username}\0{self.relay.password}"
            _expect(Family.DONE, self._ask(wire, f"AUTH PLAIN {_base64(secret)}"), "signing in")
        elif "LOGIN" in mechanisms:
            _expect(Family.MORE, self._ask(wire, "AUTH LOGIN"), "signing in")
            _expect(Family.MORE, self._ask(wire, _base64(self.relay.username)), "signing in")
            _expect(Family.DONE, self._ask(wire, _base64(self.relay.password)), "signing in")
        else:
            raise PermanentError(f"the relay {self.relay} offers no way to sign in that we know (PLAIN, LOGIN)")

    def _ask(self, wire: Wire, command: str) -> Reply:
        wire.write(f"{command}\r\n".encode(), timeout_s=self._timeouts.command_s)
        return wire.read(self._timeouts.command_s)


def _expect(family: Family, reply: Reply, doing: str) -> None:
    if reply.family is not family:
        raise error_of(reply, doing)


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")
