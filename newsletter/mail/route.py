"""A way out for mail: one relay under the name its owners know it by, and how much of it we may take up."""

from dataclasses import dataclass, field

from newsletter.mail.smtp import Relay, Timeouts


@dataclass(frozen=True, slots=True)
class Route:
    """Equal ones share their connections, so a relay that was changed gets new ones."""

    name: str
    relay: Relay

    connections: int = 4
    """How many each worker process opens at most."""

    timeouts: Timeouts = field(default_factory=Timeouts)

    signs: bool = False
    """The relay puts DKIM signatures on mails, so that we need not."""

    def __str__(self) -> str:
        return self.name
