"""Who has stopped giving signs of life, judged without comparing two machines' clocks.

A worker's claim on a batch is as good as its last sign of life, which is a number that grows (`Batch.beats`). The
watcher remembers when *it* first saw a number, by a clock that only goes forward, and calls a batch abandoned when it
has seen the same number for a lease. The worker, by its own such clock, stops a little earlier, counted from before
its last sign of life was written. So a clock that is set an hour forward or back takes a batch from nobody, and of a
host that is cut off we know that it has stopped sending.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Who = TypeVar("Who", bound=Hashable)

LEASE_S = 20.0


def sure_of(lease_s: float) -> float:
    """How long after a sign of life a worker may still begin to hand a mail over."""
    return 0.9 * lease_s


@dataclass
class Watch(Generic[Who]):
    """The memory of one watcher. `seconds` is read from a clock that only goes forward."""

    lease_s: float = LEASE_S
    seen: dict[Who, tuple[object, float]] = field(default_factory=dict)
    """The last sign of each, and when it was first seen."""

    def silent(self, signs: Mapping[Who, object], *, seconds: float) -> set[Who]:
        """Those whose sign has not changed for a lease; whoever is not named any more is forgotten."""
        self.seen = {
            who: known if (known := self.seen.get(who)) and known[0] == sign else (sign, seconds)
            for who, sign in signs.items()
        }
        return {who for who, (_, since) in self.seen.items() if seconds - since >= self.lease_s}
