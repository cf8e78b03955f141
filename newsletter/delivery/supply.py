"""The copies of one batch, made one after the other when a relay can take them."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from newsletter.delivery.addressing import Addressee
from newsletter.delivery.pacing.dealing import Dealing, Over
from newsletter.delivery.presses import Press
from newsletter.mail.route import Route
from newsletter.mail.smtp import Envelope, Kind, Outcome
from newsletter.mail.verp import envelope_sender


@dataclass
class Supply:
    """Iterated in the transport's threads, one at a time; see `mail.switchboard.Supply`."""

    dealing: Dealing
    made: Press
    bounce_domain: str

    spoiled: deque[Outcome[int]] = field(default_factory=deque)
    """Copies that could not be made."""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Envelope[int] | None:
        """The next copy; None while there is none to be had yet."""
        while True:
            try:
                one = self.dealing.next()
            except Over:
                raise StopIteration from None
            if one is None:
                return None
            try:
                return self._envelope(one)
            except ValueError as flaw:  # a name or address no mail can hold: one person's fate, not the batch's
                self.spoiled.append(Outcome(one.subscriber_id, Kind.REFUSED, text=str(flaw)))

    def go_by(self, route: Route, unsent: Sequence[Envelope[int]]) -> None:
        """Mail passes the gates of the relay that really takes it, also what another one did not take."""
        self.dealing.go_by(route.number, (envelope.key for envelope in unsent))

    def _envelope(self, one: Addressee) -> Envelope[int]:
        token = self.made.copy.token(one)
        return Envelope(
            key=one.subscriber_id,
            sender=envelope_sender(token, self.bounce_domain),
            recipient=one.email,
            body=self.made.mould.cast(self.made.copy.values(one, token)),
        )
