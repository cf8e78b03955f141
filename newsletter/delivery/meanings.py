"""What a relay's reply means to us: about the person, their mailbox, our mail, ourselves, or the line.

The same answer comes in a thousand spellings, and what is done next hangs on its meaning: when it is tried again
(`retrying`), whether the campaign is stopped (`breaker`), what people read in the report. The classes are those of
the providers' own lists: most 5xx are not about the address, and nearly all of 5.7.x is about us.
"""

import re
from enum import StrEnum, auto


class Meaning(StrEnum):
    """What a reply tells us."""

    NO_SUCH_ADDRESS = auto()
    MAILBOX_CLOSED = auto()
    MAILBOX_FULL = auto()
    GREYLISTED = auto()
    SLOW_DOWN = auto()
    NOT_TRUSTED = auto()
    NOT_ALLOWED = auto()
    """We may not send through this relay, or not under this sender."""

    TOO_BIG = auto()
    BADLY_MADE = auto()
    LATER = auto()
    NO_ANSWER = auto()
    EXPIRED = auto()
    REFUSED = auto()


OURS = frozenset({Meaning.NOT_TRUSTED, Meaning.NOT_ALLOWED, Meaning.TOO_BIG, Meaning.BADLY_MADE})
"""It is for us to put right. Never counts against the person."""

_BY_STATUS: tuple[tuple[re.Pattern[str], Meaning], ...] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"5\.1\.(?:[1236]|10)|5\.7\.1[378]", Meaning.NO_SUCH_ADDRESS),
        (r"5\.1\.[78]", Meaning.NOT_ALLOWED),
        (r"5\.2\.1", Meaning.MAILBOX_CLOSED),
        (r"[45]\.2\.2", Meaning.MAILBOX_FULL),
        (r"5\.2\.3|[45]\.3\.4", Meaning.TOO_BIG),
        (r"[45]\.4\.7", Meaning.EXPIRED),
        (r"5\.[56]\.\d+", Meaning.BADLY_MADE),
        (r"4\.7\.\d+|4\.3\.2", Meaning.SLOW_DOWN),
        (r"5\.7\.\d+", Meaning.NOT_TRUSTED),
    )
)
"""Enhanced codes of RFC 3463."""

_BY_CODE = {
    452: Meaning.MAILBOX_FULL,
    552: Meaning.MAILBOX_FULL,
    421: Meaning.SLOW_DOWN,
    454: Meaning.SLOW_DOWN,
    530: Meaning.NOT_ALLOWED,
    534: Meaning.NOT_ALLOWED,
    535: Meaning.NOT_ALLOWED,
    538: Meaning.NOT_ALLOWED,
}
"""Plain ones of RFC 5321 and RFC 4954, where there is no enhanced one."""

_NOBODY = re.compile(
    r"(?:user|mailbox|recipient|account|address)\b.{0,40}\b(?:unknown|unavailable|not found|does(?: not|n't) exist)"
    r"|no such (?:user|mailbox|recipient|person)|unknown (?:user|recipient|mailbox)",
    re.IGNORECASE,
)
_GREY = re.compile(r"gr[ae]y.?list", re.IGNORECASE)
_POLICY = re.compile(
    r"spam|block(?:ed|list)|black.?list|reputation|policy|\bspf\b|\bdkim\b|\bdmarc\b|unauthenticated",
    re.IGNORECASE,
)
_RELAYING = re.compile(r"relay(?:ing)? (?:access )?(?:is )?(?:denied|not permitted)|authentication", re.IGNORECASE)
_STATUS = re.compile(r"[45]\.\d{1,3}\.\d{1,3}(?=\s|$)")
_LATER, _NEVER = 4, 5


def meaning(code: int, text: str, *, about_us: bool = False) -> Meaning:
    """What one reply means. Total: what is no reply (code 0) is a line that broke.

    `about_us`: it was said before the recipient was named.
    """
    family = code // 100
    if family not in {_LATER, _NEVER}:
        return Meaning.NO_ANSWER
    if family == _LATER:
        return _later(code, text)
    if about_us:
        return _known(code, text, among=OURS) or Meaning.NOT_ALLOWED
    if _NOBODY.search(text) and not _status(text).startswith("5.7."):
        return Meaning.NO_SUCH_ADDRESS
    return _known(code, text) or _by_words(text)


def own_refusal(text: str) -> Meaning:
    """What it means that we did not offer a mail to the relay: too big for it, or not to be made for one person."""
    return Meaning.TOO_BIG if _by_status(text) is Meaning.TOO_BIG else Meaning.REFUSED


def _later(code: int, text: str) -> Meaning:
    if _GREY.search(text):
        return Meaning.GREYLISTED
    return _known(code, text) or Meaning.LATER


def _known(code: int, text: str, among: frozenset[Meaning] = frozenset(Meaning)) -> Meaning | None:
    meant = _by_status(text) or (None if _status(text) else _BY_CODE.get(code))
    return meant if meant in among else None


def _by_status(text: str) -> Meaning | None:
    status = _status(text)
    return next((meant for pattern, meant in _BY_STATUS if pattern.fullmatch(status)), None)


def _status(text: str) -> str:
    found = _STATUS.match(text)
    return found[0] if found else ""


def _by_words(text: str) -> Meaning:
    if _RELAYING.search(text):
        return Meaning.NOT_ALLOWED
    return Meaning.NOT_TRUSTED if _POLICY.search(text) else Meaning.REFUSED
