"""What sending needs besides a session: addresses for links, a way out, a journal, and the time."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from newsletter.delivery.journal import NoJournal, Notes
from newsletter.delivery.pacing.desk import Desk
from newsletter.delivery.presses import Presses
from newsletter.delivery.watching import LEASE_S
from newsletter.delivery.windows import Window
from newsletter.links import Links
from newsletter.mail.route import Route
from newsletter.mail.smtp import Envelope, Notebook, Outcome, Relay
from newsletter.vault import Vault

NOWHERE = Route("nowhere", Relay("relay.invalid"))
"""For an office that makes mails and sends none."""


class Transport(Protocol):
    """Hands mail to relays; `mail.switchboard.Switchboard` is one."""

    def send_many(
        self,
        envelopes: Iterable[Envelope[int] | None],
        *,
        count: int,
        stop: Callable[[], bool],
        routes: Sequence[Route],
        notebook: Notebook[int] | None = None,
    ) -> Iterator[Outcome[int] | None]:
        """See `mail.switchboard.Switchboard.send_many`."""


@dataclass(frozen=True)
class Post:
    """A worker's post office."""

    links: Links
    transport: Transport
    clock: Callable[[], datetime]

    mail_domain: str
    """Stands in Message-ID and List-Id."""

    bounce_domain: str

    relay: Route = NOWHERE
    """The way out where neither a union nor the alliance has relays of its own."""

    seconds: Callable[[], float] = time.monotonic
    """A clock that only goes forward."""

    lease_s: float = LEASE_S
    spell_s: float = 0.0
    """So long a job goes on with the batches that follow its own; other lanes wait meanwhile."""

    journal: Notes = field(default_factory=NoJournal)
    window: Window = field(default_factory=Window)
    presses: Presses = field(default_factory=Presses)
    desk: Desk = field(default_factory=Desk)
    """Says how fast mail may go."""

    vault: Vault | None = None
    """Opens the keys that mails are signed with, and the relays' passwords; None: there are none."""
