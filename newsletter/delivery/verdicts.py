"""What one outcome at the relay means for its message."""

from dataclasses import dataclass
from datetime import datetime

from newsletter.campaigns.models import InDoubt
from newsletter.delivery.fates import Happening
from newsletter.delivery.meanings import OURS, Meaning, meaning, own_refusal
from newsletter.delivery.retrying import MOST_DOUBTS, next_try
from newsletter.mail.smtp import Kind, Outcome, Step


@dataclass(frozen=True, slots=True)
class Tried:
    """What is known of a message from earlier tries."""

    attempts: int
    doubts: int
    email: str
    first_try: datetime | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a message."""

    happening: Happening
    meaning: Meaning
    again_at: datetime | None
    doubts: int

    expired: bool
    """It would have been tried again, had there been time."""


def meaning_of(outcome: Outcome[int]) -> Meaning:
    """What was said, or that nothing was. Nobody asks it of a mail that was accepted."""
    if outcome.kind is Kind.REFUSED and not outcome.code:
        return own_refusal(outcome.text)
    return meaning(outcome.code, outcome.text, about_us=outcome.step is Step.MAIL)


def verdict(
    outcome: Outcome[int], tried: Tried, *, in_doubt: InDoubt, spread: float, now: datetime, until: datetime
) -> Verdict:
    """What follows from an outcome that was not a yes. `spread`: see `retrying.next_try`.

    What is ours to put right is never held against the person: it is put off, however hard the relay said no.
    """
    meant, unknown = meaning_of(outcome), outcome.kind is Kind.IN_DOUBT
    doubts = tried.doubts + unknown
    if unknown:
        may_go_on = in_doubt is InDoubt.AGAIN and doubts <= MOST_DOUBTS
    else:
        may_go_on = outcome.kind is Kind.DEFERRED or meant in OURS
    again_at = None
    if may_go_on:
        again_at = next_try(meant, tries=tried.attempts + 1, spread=spread, now=now, until=until)
    return Verdict(
        happening=_happening(again_at, may_have_it=doubts > 0),
        meaning=meant,
        again_at=again_at,
        doubts=doubts if again_at else tried.doubts,
        expired=may_go_on and again_at is None,
    )


def _happening(again_at: datetime | None, *, may_have_it: bool) -> Happening:
    """Who may have got it at some try has not failed to get it."""
    if again_at is not None:
        return Happening.TRY_LATER
    return Happening.DOUBT if may_have_it else Happening.REFUSED
