"""So many campaigns under random faults, one after the other on the same servers.

Run i has the seed of the first plus i, so the one that failed is repeated by its own seed alone. What the seed
cannot repeat is the machine's timing: a fault strikes when so many mails have arrived, not at an instruction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from newsletter.bench import crowd
from newsletter.bench.chaos.faults import USUAL, Fault, draw
from newsletter.bench.chaos.reporting import Tally, line
from newsletter.bench.chaos.running import Ran, look, run
from newsletter.bench.chaos.stage import Stage, running_stage
from newsletter.bench.crowd import Crowd
from newsletter.db import writing

PACE_S = 0.004
"""How long the relay takes for a mail: so a campaign lasts long enough to be struck."""


@dataclass(frozen=True)
class Chaos:
    """What is asked for."""

    faults: tuple[Fault, ...] = USUAL
    runs: int = 10
    seed: int = 0
    people: int = 1000
    database: str = "postgresql"
    processes: int = 2
    """Of each host."""

    times: int | None = None
    """Faults in a run; None leaves it to chance."""

    @property
    def hosts(self) -> int:
        """SQLite is for one."""
        return 1 if self.database.startswith("sqlite") else 2


def bring(asked: Chaos, say: Callable[[str], None]) -> dict[str, Any]:
    """Run them all; `failing_seeds` names those in which something was wrong."""
    tally = Tally(asked.seed, asked.database)
    with running_stage(asked.database, hosts=asked.hosts, processes=asked.processes, pace_s=PACE_S) as stage:
        everybody = _gather(stage, asked.people)
        past: list[tuple[int, Ran]] = []
        for seed in range(asked.seed, asked.seed + asked.runs):
            ran, wrongs = _one(stage, everybody, asked, seed, say)
            past.append((seed, ran))
            tally.add(ran)
            if wrongs:
                tally.failing_seeds.append(seed)
                _explain(stage, seed, wrongs, say)
        _look_again(stage, past, tally, say)
    return tally.figures()


def _gather(stage: Stage, people: int) -> Crowd:
    with Session(writing(stage.engine)) as session:
        everybody = crowd.gather(session, people=people, now=datetime.now(UTC))
        session.commit()
    return everybody


def _one(
    stage: Stage, everybody: Crowd, asked: Chaos, seed: int, say: Callable[[str], None]
) -> tuple[Ran, list[str]]:
    chance = Random(seed)  # noqa: S311 (repeatable, not secret)
    stage.witness.chance = Random(seed)  # noqa: S311
    strikes = draw(chance, asked.faults, times=asked.times)
    owed = asked.people - asked.people // crowd.SUPPRESSED_EVERY
    ran = run(stage, everybody, strikes=strikes, owed=owed, chance=chance)
    say(line(seed, strikes, ran))
    orderly = set(asked.faults) == {Fault.STOP}
    wrongs = ran.verdict.wrongs(people=asked.people, doubts_allowed=not orderly)
    if ran.striker.late_ends:
        wrongs.append(f"{ran.striker.late_ends} launchers did not end in time")
    return ran, wrongs


def _explain(stage: Stage, seed: int, wrongs: list[str], say: Callable[[str], None]) -> None:
    say(f"WRONG with seed {seed}: " + "; ".join(wrongs))
    for number, host in enumerate(stage.hosts):
        say(f"host {number} said last:\n{host.last_words()}")


def _look_again(stage: Stage, past: list[tuple[int, Ran]], tally: Tally, say: Callable[[str], None]) -> None:
    """A copy that came when its run was over is one too many all the same."""
    for seed, ran in past:
        late = look(stage, ran.campaign_id)
        if (late.doubled, late.lost) != (ran.verdict.doubled, ran.verdict.lost):
            say(f"WRONG with seed {seed}: after its end lost {late.lost}, doubled {late.doubled}")
            tally.sums["lost"] += late.lost - ran.verdict.lost
            tally.sums["doubled"] += late.doubled - ran.verdict.doubled
            if late.unexplained or late.lost:
                tally.failing_seeds.append(seed)
