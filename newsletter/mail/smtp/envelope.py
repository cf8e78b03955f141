"""One mail as it is handed over, and what became of it."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Generic, TypeVar

from newsletter.mail.smtp.errors import InDoubt, SmtpError, Throttled, TransientError
from newsletter.mail.smtp.reply import GOODBYE, Reply, Step, error_of, status_of

Key = TypeVar("Key")

_PATH = re.compile(r"[!-;=?-~]{1,254}")


class BadEnvelope(ValueError):
    """An address that would break the dialogue, or a body that does not end its last line."""


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

    def __post_init__(self) -> None:
        if not _PATH.fullmatch(self.recipient) or not (self.sender == "" or _PATH.fullmatch(self.sender)):
            raise BadEnvelope("an envelope's addresses are printable ASCII without spaces and <>")
        if self.body[-2:] != b"\r\n":
            raise BadEnvelope("a body ends with CRLF")

    def commands(self) -> tuple[bytes, bytes, bytes]:
        return (
            f"MAIL FROM:<{self.sender}>\r\n".encode("ascii"),
            f"RCPT TO:<{self.recipient}>\r\n".encode("ascii"),
            b"DATA\r\n",
        )


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
                return InDoubt(self.text, self.code)
            case Kind.UNSENT:
                return (Throttled if self.code == GOODBYE else TransientError)(self.text, self.code)
            case _:
                return error_of(Reply(self.code, self.text), f"at {self.step}")
