"""A way out for mail: one relay under the name its owners know it by, and how much of it we may take up."""

from dataclasses import dataclass, field
from typing import Self

from newsletter.mail.smtp import Relay, Timeouts


@dataclass(frozen=True, slots=True)
class Route:
    """Equal ones share their connections, so a relay that was changed gets new ones."""

    name: str
    relay: Relay

    connections: int = 4
    """How many each worker process opens at most."""

    timeouts: Timeouts = field(default_factory=Timeouts)

    number: int = 0
    """By which limits know it; 0: the installation's own."""

    signs: bool = False
    """The relay puts DKIM signatures on mails, so that we need not."""

    connections_in_all: int = 0
    """How many all processes together open at most; 0: as many as each of them likes."""

    @classmethod
    def parse(cls, url: str, connections: int) -> Self:
        """The way of an installation that has one relay, by its URL. Raises BadRelay."""
        relay = Relay.parse(url)
        return cls(str(relay), relay, connections)

    def __str__(self) -> str:
        return self.name
