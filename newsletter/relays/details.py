"""What is said of a relay when it is entered, and what makes it one that mail can be handed to."""

import ipaddress
import re
from dataclasses import dataclass, replace
from enum import StrEnum, auto

from newsletter.errors import NewsletterError
from newsletter.mail.smtp import Auth, Notify, Relay, Tls
from newsletter.translations import N_

_HOST = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


class Flaw(StrEnum):
    """Why a relay cannot be used as it was entered."""

    NO_NAME = auto()
    NAME_TAKEN = auto()
    BAD_HOST = auto()
    BAD_HELLO = auto()
    BAD_USERNAME = auto()
    NO_SECRET = auto()
    BAD_SECRET = auto()
    SECRET_AGAIN = auto()
    IN_THE_CLEAR = auto()
    BAD_AUTHORITIES = auto()
    BAD_CERTIFICATE = auto()
    KEY_IN_THE_OPEN = auto()


SENTENCES = {
    Flaw.NO_NAME: N_("Give it a name, so that you know it in lists and reports."),
    Flaw.NAME_TAKEN: N_("Another relay of yours has this name."),
    Flaw.BAD_HOST: N_("A host looks like smtp.example.org or 192.0.2.25."),
    Flaw.BAD_HELLO: N_("A name for ourselves looks like news.example.org."),
    Flaw.BAD_USERNAME: N_("A username holds no line breaks or other control characters."),
    Flaw.NO_SECRET: N_("A username needs its password or token."),
    Flaw.BAD_SECRET: N_("A password or token holds no line breaks or other control characters."),
    Flaw.SECRET_AGAIN: N_("Enter it again: it is not handed to another host than the one it was given for."),
    Flaw.IN_THE_CLEAR: N_("A password needs encryption: require STARTTLS, or encrypt from the start."),
    Flaw.BAD_AUTHORITIES: N_("This cannot be read: paste whole certificates, from BEGIN to END."),
    Flaw.BAD_CERTIFICATE: N_(
        "Certificate and key do not fit together: paste both whole, from BEGIN to END, the key without a password."
    ),
    Flaw.KEY_IN_THE_OPEN: N_("There is a key in it: put it into the field for the key, where it is kept secret."),
}


class BadDetails(NewsletterError):
    """A relay that was entered cannot be used."""

    def __init__(self, field: str, flaw: Flaw) -> None:
        super().__init__(SENTENCES[flaw])
        self.field, self.flaw = field, flaw


@dataclass(frozen=True, slots=True)
class RelayDetails:
    """A relay without its secrets; the lines mean what they mean in `models.Relay`."""

    name: str
    host: str
    port: int = 587
    tls: Tls = Tls.REQUIRED
    auth: Auth = Auth.PASSWORD
    username: str = ""
    certificate: str = ""
    authorities: str = ""
    hello: str = ""
    notify: Notify = Notify.FAILURE
    weight: int = 1
    position: int = 0
    connections: int = 4
    connections_in_all: int = 0
    mails_per_connection: int = 0
    command_s: int = 120
    idle_s: int = 240
    signs_dkim: bool = False

    def check(self, *, secret: str, key: str) -> None:
        """Raises BadDetails."""
        if not self.name.strip():
            raise BadDetails("name", Flaw.NO_NAME)
        if not _is_host(self.host):
            raise BadDetails("host", Flaw.BAD_HOST)
        if self.hello and not _HOST.fullmatch(self.hello):
            raise BadDetails("hello", Flaw.BAD_HELLO)
        self._check_sign_in(secret)
        self._check_certificates(key)

    def _check_sign_in(self, secret: str) -> None:
        if _CONTROLS.search(self.username):
            raise BadDetails("username", Flaw.BAD_USERNAME)
        if _CONTROLS.search(secret):
            raise BadDetails("secret", Flaw.BAD_SECRET)
        if not self.username:
            return
        if not secret:
            raise BadDetails("secret", Flaw.NO_SECRET)
        if self.tls in {Tls.OFF, Tls.OFFERED} and not _is_here(self.host):
            raise BadDetails("tls", Flaw.IN_THE_CLEAR)

    def _check_certificates(self, key: str) -> None:
        for field, text in (("authorities", self.authorities), ("certificate", self.certificate)):
            if "PRIVATE KEY" in text:
                raise BadDetails(field, Flaw.KEY_IN_THE_OPEN)
        trusting = Relay(self.host, authorities=self.authorities)
        if not _is_usable(trusting):
            raise BadDetails("authorities", Flaw.BAD_AUTHORITIES)
        if (key and not self.certificate) or not _is_usable(replace(trusting, certificate=self.certificate, key=key)):
            raise BadDetails("certificate", Flaw.BAD_CERTIFICATE)


def _is_usable(relay: Relay) -> bool:
    try:
        relay.tls_context()
    except (OSError, ValueError):
        return False
    return True


def _is_host(text: str) -> bool:
    return _HOST.fullmatch(text) is not None or _address(text) is not None


def _is_here(host: str) -> bool:
    """On this machine nobody listens in between."""
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
