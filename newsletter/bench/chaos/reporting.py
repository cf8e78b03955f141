"""What a chaos run says while it goes on, and at its end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from newsletter.bench.chaos.faults import Fault, Strike
from newsletter.bench.chaos.running import Ran


@dataclass
class Tally:
    """Sums over all runs."""

    seed: int
    database: str
    runs: int = 0
    sums: Counter[str] = field(default_factory=Counter)
    faults: Counter[Fault] = field(default_factory=Counter)
    longest_s: float = 0.0
    failing_seeds: list[int] = field(default_factory=list)

    def add(self, ran: Ran) -> None:
        """Count a run in."""
        self.runs += 1
        for name in ("people", "lost", "doubled", "in_doubt", "unexplained"):
            self.sums[name] += getattr(ran.verdict, name)
        self.sums["kills"] += ran.striker.kills
        self.faults += ran.striker.counts
        self.longest_s = max(self.longest_s, ran.seconds)

    def figures(self) -> dict[str, Any]:
        """For the table and the last line."""
        names = ("people", "lost", "doubled", "in_doubt", "unexplained", "kills")
        return {
            "runs": self.runs,
            **{name: self.sums[name] for name in names},
            "seed": self.seed,
            "database": self.database,
            "faults": {str(fault): self.faults[fault] for fault in Fault if self.faults[fault]},
            "longest_s": round(self.longest_s, 1),
            "failing_seeds": self.failing_seeds,
        }


def line(seed: int, strikes: Sequence[Strike], ran: Ran) -> str:
    """One run in one line."""
    verdict = ran.verdict
    told = ", ".join(str(one) for one in strikes)
    return (
        f"seed {seed}: {verdict.people} people in {ran.seconds:.1f} s, lost {verdict.lost}, "
        f"doubled {verdict.doubled}, in doubt {verdict.in_doubt} ({told})"
    )
