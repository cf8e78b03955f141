"""What sending needs besides a session: addresses for links, a way out, and the time."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from newsletter.delivery.presses import Presses
from newsletter.links import Links
from newsletter.mail.smtp import Envelope, Outcome
from newsletter.vault import Vault


class Transport(Protocol):
    """Hands mail to a relay; `mail.pool.Pool` is one."""

    def send_many(
        self, envelopes: Iterable[Envelope[int]], *, count: int, stop: Callable[[], bool]
    ) -> Iterator[Outcome[int] | None]:
        """See `mail.pool.Pool.send_many`."""


@dataclass(frozen=True)
class Post:
    """A worker's post office."""

    links: Links
    transport: Transport
    clock: Callable[[], datetime]

    mail_domain: str
    """Stands in Message-ID and List-Id."""

    bounce_domain: str
    presses: Presses = field(default_factory=Presses)

    vault: Vault | None = None
    """Opens the keys that mails are signed with; None: nothing is signed here."""
