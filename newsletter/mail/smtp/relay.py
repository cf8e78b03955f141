"""Where mail is handed to and how; read from one URL such as `smtps://user:secret@mail.example.org`."""

import ssl
import tempfile
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_PORTS = {"smtp": 25, "smtps": 465}
_OPTIONS = {"starttls", "hello", "ca", "auth", "cert", "key", "notify", "mails"}


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


class Auth(StrEnum):
    """How we sign in, where there is a username."""

    PASSWORD = "password"  # noqa: S105 (the name of a way, not a password)
    """PLAIN or LOGIN, whichever the relay offers."""

    PLAIN = "plain"
    LOGIN = "login"
    XOAUTH2 = "xoauth2"
    """The secret is an access token."""


class Notify(StrEnum):
    """What a relay that can (RFC 3461) is asked to report; `off` leaves it to the relay."""

    FAILURE = "FAILURE"
    FAILURE_AND_DELAY = "FAILURE,DELAY"
    NEVER = "NEVER"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Relay:
    host: str
    port: int = 25
    tls: Tls = Tls.OFFERED
    username: str = ""
    password: str = field(default="", repr=False)
    """Or the access token."""

    hello: str = ""
    """The name we give ourselves; empty for our address on that connection."""

    ca: str = ""
    """A file of certificates to trust instead of the system's."""

    authorities: str = ""
    """Such certificates themselves (PEM)."""

    auth: Auth = Auth.PASSWORD

    certificate: str = ""
    """The one we show (PEM), with those between it and its root; perhaps with its key."""

    key: str = field(default="", repr=False)

    notify: Notify = Notify.FAILURE

    mails_per_connection: int = 0
    """After so many we connect anew; 0: as many as the relay takes."""

    @classmethod
    def parse(cls, url: str) -> Self:
        """`smtp://` or `smtps://`, perhaps `user:password@`, host, perhaps `:port`, and options.

        `?starttls=required|offered|off`, `hello=our.host.name`, `ca=` a file of certificates, `cert=` and `key=`
        files of our own, `auth=password|plain|login|xoauth2`, `notify=FAILURE|FAILURE,DELAY|NEVER|off`, `mails=` how
        many on a connection. With a password STARTTLS is required unless it is said otherwise. Raises BadRelay.
        """
        parts, port = _split(url)
        options = dict(parse_qsl(parts.query))
        if unknown := options.keys() - _OPTIONS:
            raise BadRelay(f"the option {min(unknown)!r} is not known; there are {', '.join(sorted(_OPTIONS))}")
        return cls(
            host=parts.hostname or "",
            port=port,
            tls=_tls(parts, options.get("starttls")),
            username=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            hello=options.get("hello", ""),
            ca=options.get("ca", ""),
            auth=_one_of(Auth, "auth", options.get("auth", Auth.PASSWORD)),
            certificate=_read(options.get("cert")),
            key=_read(options.get("key")),
            notify=_one_of(Notify, "notify", options.get("notify", Notify.FAILURE)),
            mails_per_connection=_number(options.get("mails", "0")),
        )

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def reports(self) -> str:
        """What stands behind NOTIFY=; empty for nothing."""
        return "" if self.notify is Notify.OFF else self.notify.value

    def tls_context(self) -> ssl.SSLContext:
        """Raises OSError (ssl.SSLError) or ValueError for certificates or a key that cannot be used."""
        if not self.authorities.isascii():
            raise ValueError("a certificate is plain ASCII")
        context = ssl.create_default_context(cafile=self.ca or None, cadata=self.authorities or None)
        if self.tls is Tls.OFFERED:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self.certificate:
            _show(context, f"{self.certificate}\n{self.key}\n")
        return context


def _show(context: ssl.SSLContext, chain_and_key: str) -> None:
    """Python reads them from files only: this one is ours alone, and gone at once."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(chain_and_key.encode())
        file.flush()
        context.load_cert_chain(file.name, password=_no_password)


def _no_password() -> str:
    """For a locked key, which would otherwise be asked for on the terminal."""
    return ""


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


Choice = TypeVar("Choice", bound=StrEnum)


def _one_of(kind: type[Choice], option: str, value: str) -> Choice:
    try:
        return kind(value)
    except ValueError:
        raise BadRelay(f"{option} is one of {', '.join(kind)}") from None


def _read(path: str | None) -> str:
    try:
        return Path(path).read_text(encoding="ascii") if path else ""
    except (OSError, ValueError):
        raise BadRelay(f"the file {path} cannot be read") from None


def _number(value: str) -> int:
    if not (value.isdecimal() and value.isascii() and len(value) < 10):  # noqa: PLR2004
        raise BadRelay("mails is a number")
    return int(value)
