"""A mail that somebody waits for goes before every campaign, and counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from newsletter.delivery.pacing.lane import Lane
from newsletter.mail.route import Route
from newsletter.mail.smtp import Envelope


@dataclass
class Ahead:
    """One mail; see `mail.switchboard.Supply`."""

    envelope: Envelope[int]
    lane: Lane
    waiting: bool = True
    pause_s: float = 0.0
    """How long it has to be put off, because its operator asked for a pause."""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Envelope[int]:
        """The mail, once for each relay that is tried; none during its operator's pause."""
        if not self.waiting:
            raise StopIteration
        self.waiting = False
        self.lane.pacer.look_after()
        self.pause_s = self.lane.pacer.goes_first(self.envelope.key, self.lane.gates(self.envelope.recipient))
        if self.pause_s:
            raise StopIteration
        return self.envelope

    def go_by(self, route: Route, unsent: Sequence[Envelope[int]]) -> None:
        """It passes the gates of the relay that really takes it."""
        self.lane.go_by(route.number)
        for envelope in unsent:
            self.lane.pacer.heard(envelope.key)
            self.waiting = True
