"""The life of a key and the standing of a domain, decided from times alone."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum, auto

from newsletter.domains.records import Finding
from newsletter.mail.dkim import LIFE

REST = LIFE + timedelta(days=1)
"""How long a key's record stays in DNS behind its last signature, which is good for `LIFE`."""

YEAR = timedelta(days=365)
"""How long one key signs before it is time for another."""


class Phase(StrEnum):
    """Where a key is in its life."""

    WAITING = auto()  # for DNS to show it
    ACTIVE = auto()
    RESTING = auto()  # signs no more; mail under way still needs its record
    RETIRED = auto()


class Standing(StrEnum):
    """How it is with a domain."""

    WAITING = auto()  # nothing is signed yet
    ACTIVE = auto()
    ROTATING = auto()  # signed with the old keys until DNS shows the new ones
    BROKEN = auto()  # DNS does not show a key that mail is signed with


def phase(*, active_from: datetime | None, active_until: datetime | None, retired_at: datetime | None) -> Phase:
    """The last of its times that there is decides."""
    if retired_at:
        return Phase.RETIRED
    if active_until:
        return Phase.RESTING
    return Phase.ACTIVE if active_from else Phase.WAITING


def standing(keys: Collection[tuple[Phase, Finding | None]]) -> Standing:
    """Of a domain with these keys and what DNS says of each."""
    active = [found for phase, found in keys if phase is Phase.ACTIVE]
    if any(found and found.is_wrong for found in active):
        return Standing.BROKEN
    waits = any(phase is Phase.WAITING for phase, _ in keys)
    if not active:
        return Standing.WAITING
    return Standing.ROTATING if waits else Standing.ACTIVE
