"""What can go wrong in a run, and when, as a seed decides it."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from newsletter.bench.moods import Mood

MOST_AT_ONCE = 4
"""Faults a run has, where nobody says how many."""

EARLIEST, LATEST = 0.02, 0.95
"""Parts of the campaign behind which a fault strikes."""

LONGEST_OUTAGE_S = 1.5


class Fault(StrEnum):
    """What can be asked for by name."""

    KILL_WORKER = "kill-worker"
    KILL_HOST = "kill-host"
    KILL_REDIS = "kill-redis"
    FLUSH_REDIS = "flush-redis"
    RESTART_DATABASE = "restart-database"
    RELAY = "relay"
    STOP = "stop"
    """SIGTERM to every launcher, and new ones when they have ended. Leaves no doubt."""


USUAL = tuple(fault for fault in Fault if fault is not Fault.STOP)

_BAD_MOODS = tuple(mood for mood in Mood if mood is not Mood.WELL)


@dataclass(frozen=True)
class Strike:
    """One fault, drawn completely, so that a seed says all that can be said of it."""

    fault: Fault
    at: float
    """Which part of the campaign's mails has arrived by then."""

    outage_s: float
    """How long until what was broken is mended."""

    host: int
    """Which host, of as many as there are."""

    loses_all: bool
    """A host its disk, Redis its file; for a database, whether it crashes."""

    mood: Mood

    def __str__(self) -> str:
        also = {
            Fault.KILL_HOST: " and disk",
            Fault.KILL_REDIS: " and file",
            Fault.RESTART_DATABASE: " by a crash",
        }.get(self.fault, "")
        return f"{self.fault}{f' {self.mood}' if self.fault is Fault.RELAY else also * self.loses_all}@{self.at:.2f}"


def draw(chance: Random, faults: tuple[Fault, ...], *, times: int | None) -> list[Strike]:
    """The strikes of one run, in the order in which they come."""
    count = times or chance.randint(1, MOST_AT_ONCE)
    return sorted((_draw_one(chance, faults) for _ in range(count)), key=lambda strike: strike.at)


def _draw_one(chance: Random, faults: tuple[Fault, ...]) -> Strike:
    return Strike(
        fault=chance.choice(faults),
        at=chance.uniform(EARLIEST, LATEST),
        outage_s=chance.uniform(0, LONGEST_OUTAGE_S),
        host=chance.randrange(2),
        loses_all=chance.random() < 0.5,  # noqa: PLR2004 (a coin)
        mood=chance.choice(_BAD_MOODS),
    )
