"""How an operator that asked us to slow down is treated: a pause, one mail a second, and then ever one more.

Google asks for exactly this: stop for ten minutes, go on with one connection, add one at a time. A request during the
way up halves what was reached.
"""

from dataclasses import dataclass

from newsletter.delivery.pacing.quotas import Slowed

STEP_S = 10.0
"""After so long without a further request it is one mail a second more."""

ENOUGH = 100
"""Mails a second at which an operator is not slowed any more."""


@dataclass(frozen=True, slots=True)
class Slowing:
    """What is remembered of one operator."""

    until: float
    level: int = 1

    def now(self, now: float) -> Slowed | None:
        """What holds at this moment; None when it is over."""
        level = self.level + max(0, int((now - self.until) // STEP_S))
        return Slowed(max(0.0, self.until - now), level) if level < ENOUGH else None


def pushed_back(before: Slowing | None, *, pause_s: float, now: float) -> Slowing:
    """What follows from a request. Those during the pause answer mails from before it: they change nothing."""
    stands = before.now(now) if before else None
    if before is None or stands is None:
        return Slowing(now + pause_s)
    if stands.pause_s > 0:
        return before
    return Slowing(now + pause_s, max(1, stands.level // 2))
