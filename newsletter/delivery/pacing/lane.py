"""The gates between one batch and the mailboxes of its people."""

from dataclasses import dataclass, field

from newsletter.delivery.pacing.gates import Gate
from newsletter.delivery.pacing.limits import Limits
from newsletter.delivery.pacing.pacer import Pacer


@dataclass
class Lane:
    """One worker's way for one batch."""

    pacer: Pacer
    limits: Limits
    relay: int
    """The one that mail goes by just now."""

    union_id: int

    by_domain: dict[str, tuple[Gate, ...]] = field(default_factory=dict)
    """What was looked up once is found by one look: this is asked for every mail."""

    def __post_init__(self) -> None:
        self._as_of = self.pacer.changes
        self.go_by(self.relay)

    def go_by(self, relay: int) -> None:
        """From now on by this one."""
        self.relay = relay
        self.common = self.limits.common(relay=relay, union_id=self.union_id)
        self.by_domain.clear()

    def gates(self, address: str) -> tuple[Gate, ...]:
        """What a mail to this address passes; nothing, as a rule."""
        if self._as_of != self.pacer.changes:
            self._as_of = self.pacer.changes
            self.by_domain.clear()
        domain = address.rpartition("@")[2]
        found = self.by_domain.get(domain)
        if found is None:
            towards = self.limits.towards(self.operator(address), self.pacer.slowed)
            found = self.by_domain[domain] = self.common + towards
        return found

    def operator(self, address: str) -> str:
        """Who takes mail for this address."""
        return self.limits.operator_of(address.rpartition("@")[2].lower())
