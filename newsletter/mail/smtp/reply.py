"""What a relay answers, and what its answer means at each step of handing over a mail."""

import re
from enum import IntEnum, StrEnum, auto
from typing import NamedTuple

from newsletter.mail.smtp.errors import Cause, PermanentError, SmtpError, Throttled, TransientError

GOODBYE = 421
"""The relay closes the connection; may come instead of any other reply (RFC 5321 3.8)."""

GO_AHEAD = 354

_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:@]+@[^\s<>()\[\]\",;:@]+")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?=\s|$)")
_THROTTLING = re.compile(r"throttl|too (?:many|fast|much)|rate.?limit|sending rate|slow down|4\.7\.28", re.IGNORECASE)


class Reply(NamedTuple):
    code: int
    text: str

    @property
    def family(self) -> "Family":
        return Family(self.code // 100)

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Family(IntEnum):
    """The first digit of a code (RFC 5321 4.2.1)."""

    DONE = 2
    MORE = 3
    LATER = 4
    NEVER = 5


class Step(StrEnum):
    """What a reply answers."""

    MAIL = auto()
    RCPT = auto()
    DATA = auto()
    CONTENT = auto()


class Verdict(StrEnum):
    GO_ON = auto()
    LATER = auto()
    NEVER = auto()
    NONSENSE = auto()
    """No answer to what was asked; nothing more this relay says can be trusted to answer what we think."""


def judge(step: Step, code: int) -> Verdict:
    """Total: every step meets every code."""
    match code // 100:
        case Family.LATER:
            return Verdict.LATER
        case Family.NEVER:
            return Verdict.NEVER
        case Family.DONE if step is not Step.DATA:
            return Verdict.GO_ON
        case Family.MORE if step is Step.DATA and code == GO_AHEAD:
            return Verdict.GO_ON
        case _:
            return Verdict.NONSENSE


def status_of(text: str) -> str:
    """The enhanced status code (RFC 3463) a reply begins with, such as 5.1.1; empty without one."""
    found = _STATUS.match(text)
    return found[0] if found else ""


def without_addresses(text: str) -> str:
    """A reply for more eyes than those who may know whom the mail was for: relays like to repeat the recipient."""
    return _ADDRESS.sub("…", text)


def error_of(reply: Reply, doing: str, cause: Cause = Cause.BROKEN_OFF) -> SmtpError:
    """A refusal as an exception."""
    sentence = f"{doing}: the relay answered {reply}"
    if reply.code == GOODBYE or (reply.family is Family.LATER and _THROTTLING.search(reply.text)):
        return Throttled(sentence, reply.code, Cause.BUSY)
    if reply.family is Family.NEVER:
        return PermanentError(sentence, reply.code, cause)
    return TransientError(sentence, reply.code, cause)
