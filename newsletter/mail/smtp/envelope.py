"""One mail as it is handed over, and what became of it."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Generic, TypeVar

from newsletter.mail.smtp.errors import Cause, InDoubt, PermanentError, SmtpError, Throttled, TransientError
from newsletter.mail.smtp.offers import Offers
from newsletter.mail.smtp.reply import GOODBYE, Reply, Step, error_of, status_of

Key = TypeVar("Key")

_PATH = re.compile(r"[!-;=?-~]{1,254}")
_WIDE_PATH = re.compile(r"[!-;=?-~\xa1-\ud7ff\ue000-\U0010ffff]{1,250}@[!-;=?-~]{1,250}")
_LONGEST_PATH, _LONGEST_ENVID = 254, 100
"""Octets (RFC 5321 4.5.3.1.3 without the brackets; RFC 3461 4.4)."""

_MINIMAL = Offers()
_CAUSES = {Step.MAIL: Cause.SENDER, Step.RCPT: Cause.RECIPIENT, Step.DATA: Cause.MAIL, Step.CONTENT: Cause.MAIL}


class BadEnvelope(ValueError):
    """An address that would break the dialogue, or a body that does not end its last line."""


class Misfit(Exception):
    """The relay has said beforehand that it cannot take this mail; its text begins with a status (RFC 3463)."""


@dataclass(frozen=True, slots=True)
class Envelope(Generic[Key]):
    """One message to one person."""

    sender: str
    """Where bounces go; empty for mails that must not bounce."""

    recipient: str

    body: bytes
    """As Mould.cast makes it: CRLF throughout, no line that starts with a dot."""

    key: Key
    """What the caller calls this message; comes back on its outcome."""

    eight_bit: bool = False
    """The body is not plain ASCII. Said and not looked up: a look at each byte of each mail would cost 4 µs."""

    def __post_init__(self) -> None:
        if not (_PATH.fullmatch(self.recipient) or _is_wide_path(self.recipient)):
            raise BadEnvelope("a recipient has no spaces and no <>, and only ASCII behind the @")
        if not (self.sender == "" or _PATH.fullmatch(self.sender)):
            raise BadEnvelope("a sender is printable ASCII without spaces and <>")
        if self.body[-2:] != b"\r\n":
            raise BadEnvelope("a body ends with CRLF")

    def commands(self, offers: Offers = _MINIMAL, notify: str = "") -> tuple[bytes, bytes, bytes]:
        """MAIL, RCPT and DATA for a relay that offers this; `notify` as RFC 3461 4.1 has it. Raises Misfit."""
        size_bytes = len(self.body)
        if size_bytes > offers.largest_bytes:
            raise Misfit(
                f"5.3.4 the mail has {size_bytes:,} bytes and the relay takes {offers.largest_bytes:,}: shorten it"
            )
        options = f" SIZE={size_bytes}" if offers.counts_bytes else ""
        if self.eight_bit or not self.recipient.isascii():
            options += self._beyond_ascii(offers)
        wanted = ""
        if notify and offers.dsn and self.sender:
            options += _reports(self.sender)
            wanted = f" NOTIFY={notify}"
        return (
            f"MAIL FROM:<{self.sender}>{options}\r\n".encode("ascii"),
            f"RCPT TO:<{self.recipient}>{wanted}\r\n".encode(),
            b"DATA\r\n",
        )

    def _beyond_ascii(self, offers: Offers) -> str:
        """A wide address stands in the header, too (RFC 6532), so its mail is never ASCII."""
        is_wide = not self.recipient.isascii()
        if is_wide and not offers.smtputf8:
            raise Misfit("5.6.7 the relay takes no address with such letters before the @ (SMTPUTF8)")
        if not offers.eight_bit:
            raise Misfit("5.6.1 the mail is not plain ASCII and the relay takes no other (8BITMIME)")
        return " BODY=8BITMIME SMTPUTF8" if is_wide else " BODY=8BITMIME"


def _is_wide_path(address: str) -> bool:
    return _WIDE_PATH.fullmatch(address) is not None and len(address.encode()) <= _LONGEST_PATH


def _reports(sender: str) -> str:
    """Reports with the headers only, which name the message even where the address they come to was rewritten."""
    named = sender.partition("@")[0].replace("+", "+2B").replace("=", "+3D")
    return f" RET=HDRS ENVID={named}" if len(named) <= _LONGEST_ENVID else " RET=HDRS"


class Kind(StrEnum):
    """What became of a message. Each has exactly one of these."""

    ACCEPTED = auto()
    DEFERRED = auto()
    """The relay said: not now (4xx)."""

    REFUSED = auto()
    """The relay said: not like this (5xx)."""

    UNSENT = auto()
    """It was not handed over, for reasons that are not its own: the connection was lost before."""

    IN_DOUBT = auto()
    """Its last line was written and no answer came. The relay may have it or not."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Key]):
    key: Key
    kind: Kind
    code: int = 0
    """The relay's reply code; 0 if it never answered."""

    text: str = ""
    step: Step = Step.CONTENT
    """How far it came. A refusal at MAIL is about us, not about the recipient."""

    @property
    def status(self) -> str:
        return status_of(self.text)

    def error(self) -> SmtpError | None:
        """The exception that says the same; None when accepted."""
        match self.kind:
            case Kind.ACCEPTED:
                return None
            case Kind.IN_DOUBT:
                return InDoubt(self.text, self.code, Cause.SILENCE)
            case Kind.UNSENT:
                return (Throttled if self.code == GOODBYE else TransientError)(self.text, self.code)
            case Kind.REFUSED if not self.code:  # by ourselves: see Misfit
                return PermanentError(self.text, cause=Cause.MISFIT)
            case _:
                return error_of(Reply(self.code, self.text), f"at {self.step}", _CAUSES[self.step])
