"""What all processes share: who asks for places in which gates, and what they get.

A place in a spaced gate is a moment. It is taken some time ahead, used by one mail, and comes back with the moment at
which that mail's reply was read: the place is free again a window later. So whatever happens between a worker and the
relay, of mails that use one place each is at the relay a window after the one before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from newsletter.delivery.pacing.gates import Gate

HORIZON_S = 0.1
"""How far ahead places are handed out."""

HELD_S = 30.0
"""After so long without a word the places of a process are given to others, a window later."""


class QuotasAway(Exception):
    """The store cannot be asked now."""


@dataclass(frozen=True, slots=True)
class Ask:
    """So many places in a gate, and what became of those one had."""

    gate: Gate
    want: int
    ages_s: Sequence[float] = ()
    """How long ago the replies were read of mails that used a place (spaced gates)."""

    unused: int = 0
    """Places that come back without having been used (counting gates)."""

    is_urgent: bool = False
    """Take the next places there will be, however far ahead; a counting gate lets these through even when shut."""


@dataclass(frozen=True, slots=True)
class Grant:
    """The places one got."""

    offsets_s: Sequence[float]
    """How long from now each may be used."""

    wait_s: float = 0.0
    """Where there was none: how long until there is one."""


@dataclass(frozen=True, slots=True)
class PushBack:
    """An operator asked us to slow down."""

    operator: str
    pause_s: float


@dataclass(frozen=True, slots=True)
class Slowed:
    """An operator that mail goes to slowly just now."""

    pause_s: float
    """How long it gets nothing at all."""

    level: int
    """How many mails a second it gets after that, for now."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One grant for each ask, in order."""

    grants: Sequence[Grant]
    slowed: Mapping[str, Slowed] = field(default_factory=dict)
    sharers: int = 1
    """How many processes share these gates."""


class Quotas(Protocol):
    """The one place where places are handed out."""

    def exchange(self, asks: Sequence[Ask], pushed: Sequence[PushBack] = ()) -> Answer:
        """Give back, report, and take. Raises QuotasAway."""
