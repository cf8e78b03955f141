"""A worker's pacer, with the limits that were set as of a moment ago."""

from collections.abc import Callable
from dataclasses import dataclass, field

from newsletter.delivery.pacing.limits import Limits
from newsletter.delivery.pacing.pacer import Pacer

LIFE_S = 5.0
"""How long a change of a limit may take to be heeded everywhere."""


@dataclass
class Desk:
    """One worker process's own."""

    pacer: Pacer = field(default_factory=Pacer)
    limits: Limits = field(default_factory=Limits)
    read_at: float | None = None

    def read(self, find: Callable[[], Limits]) -> Limits:
        """The limits, read again when they are too old."""
        now = self.pacer.seconds()
        if self.read_at is None or now - self.read_at >= LIFE_S:
            self.limits, self.read_at = find(), now
        return self.limits
