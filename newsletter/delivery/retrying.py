"""When a mail that was put off is tried again, and when no more.

How long to wait depends on what was said: greylisting passes by itself in minutes, a full mailbox is not emptied
before its owner looks into it, and who is told to slow down and does not is blocked. There is no number of tries
after which a mail has failed, but a time: news of two days ago is no news, and nobody wants to be invited to what
has begun.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from newsletter.delivery.meanings import Meaning

LIFE = timedelta(hours=48)
"""How long after its first try a mail may be tried again; for nearly all that is when the campaign began."""

MOST_DOUBTS = 5
"""As often a mail may be sent of which nobody knows whether the relay has it: each may be one copy more."""

GATHER_S = 15
"""Tries fall on full quarters of a minute, so that a batch finds more than one."""

JITTER = 0.2

_USUAL = (5, 15, 30, 60, 120, 240)
_WAITS_MIN: Mapping[Meaning, tuple[int, ...]] = {
    Meaning.GREYLISTED: (5, 10, 20, 60, 120, 240),
    Meaning.MAILBOX_FULL: (60, 240, 480, 720),
    Meaning.SLOW_DOWN: (15, 30, 60, 90),
    Meaning.NOT_TRUSTED: (30, 60, 120, 240, 480),
    Meaning.NOT_ALLOWED: (30, 60, 120, 240, 480),
    Meaning.TOO_BIG: (30, 60, 120, 240, 480),
    Meaning.BADLY_MADE: (30, 60, 120, 240, 480),
    Meaning.NO_ANSWER: (1, 5, 15, 30, 60, 120, 240),
}
"""Minutes after each try; the last again and again."""

_NOTICE_WAITS_MIN = (1, 5, 15, 30, 60, 120, 240, 480)


def next_try(meaning: Meaning, *, tries: int, spread: float, now: datetime, until: datetime) -> datetime | None:
    """When a mail is tried again that was tried so often; None when that would be too late.

    `spread`, from 0 to 1, is where in the jitter this mail stands: what was put off together must not come together.
    """
    waits = _WAITS_MIN.get(meaning, _USUAL)
    wait_s = 60 * waits[min(max(tries, 1), len(waits)) - 1] * (1 + JITTER * spread)
    at = _gathered(now + timedelta(seconds=wait_s))
    return at if at < until else None


def tries_end(*, first_try: datetime, began: datetime, event_begins: datetime | None) -> datetime:
    """When a mail is not tried any more. Who invites to what has begun already means it so."""
    end = first_try + LIFE
    return min(end, event_begins) if event_begins and began < event_begins else end


def next_notice(attempts: int, now: datetime) -> datetime | None:
    """When a mail is tried again that somebody waits for, or None when there have been tries enough."""
    if attempts > len(_NOTICE_WAITS_MIN):
        return None
    return now + timedelta(minutes=_NOTICE_WAITS_MIN[max(attempts, 1) - 1])


def _gathered(at: datetime) -> datetime:
    return datetime.fromtimestamp(-(-at.timestamp() // GATHER_S) * GATHER_S, UTC)
