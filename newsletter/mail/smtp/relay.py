"""Where mail is handed to, read from one URL such as `smtps://user:secret@mail.example.org`."""

import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_PORTS = {"smtp": 25, "smtps": 465}
_OPTIONS = {"starttls", "hello", "ca"}


class BadRelay(ValueError):
    """The URL does not name a relay."""


class Tls(StrEnum):
    IMPLICIT = "implicit"
    """From the first byte on (smtps)."""

    REQUIRED = "required"
    """STARTTLS with a verified certificate, or no mail is sent."""

    OFFERED = "offered"
    """STARTTLS if the relay has it, with any certificate: who could forge that could also hide the offer."""

    OFF = "off"


@dataclass(frozen=True, slots=True)
class Relay:
    host: str
    port: int = 25
    tls: Tls = Tls.OFFERED
    username: str = ""
    password: str = field(default="", repr=False)
    hello: str = ""
    """The name we give ourselves; empty for our address on that connection."""

    ca: str = ""
    """A file of certificates to trust instead of the system's."""

    @classmethod
    def parse(cls, url: str) -> Self:
        """`smtp://` or `smtps://`, perhaps `user:password@`, host, perhaps `:port`.

        Options: `?starttls=required|offered|off`, `?hello=our.host.name`, `?ca=/path/to/certificates.pem`.
        A relay with a password requires STARTTLS unless it is said otherwise. Raises BadRelay.
        """
        parts, port = _split(url)
        options = dict(parse_qsl(parts.query))
        if unknown := options.keys() - _OPTIONS:
            raise BadRelay(f"the option {min(unknown)!r} is not known; use starttls, hello or ca")
        return cls(
            host=parts.hostname or "",
            port=port,
            tls=_tls(parts, options.get("starttls")),
            username=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            hello=options.get("hello", ""),
            ca=options.get("ca", ""),
        )

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    def tls_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.ca or None)
        if self.tls is Tls.OFFERED:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def _split(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadRelay("the port is not a number between 1 and 65535") from None
    if parts.scheme not in _PORTS:
        raise BadRelay("it starts with smtp:// or smtps://")
    if not parts.hostname:
        raise BadRelay("it names no host")
    return parts, port or _PORTS[parts.scheme]


def _tls(parts: SplitResult, starttls: str | None) -> Tls:
    if parts.scheme == "smtps":
        return Tls.IMPLICIT
    if starttls is None:
        return Tls.REQUIRED if parts.username else Tls.OFFERED
    try:
        return {str(tls): tls for tls in (Tls.REQUIRED, Tls.OFFERED, Tls.OFF)}[starttls]
    except KeyError:
        raise BadRelay("starttls is required, offered or off") from None
