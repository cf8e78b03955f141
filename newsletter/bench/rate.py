"""How evenly a campaign goes out, by the relay's own clock: the mails of each second, wherever it begins."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from newsletter.bench import crowd
from newsletter.bench.chaos.running import launch
from newsletter.bench.chaos.stage import Stage, running_stage
from newsletter.bench.crowd import Crowd
from newsletter.bench.errors import BenchError
from newsletter.bench.sink import DOMAIN
from newsletter.bench.witness import Taken, Witness
from newsletter.db import writing
from newsletter.delivery.pacing.limits import LimitOn, Rates
from newsletter.delivery.pacing.operators import by_domain
from newsletter.delivery.services.limiting import set_limit
from newsletter.subscribers.models import Subscriber

SPARE_S = 10
"""More people than fit into the time, so that the campaign outlasts it."""

BATCH_SIZE = 1000
"""As in earnest: what happens between two batches is part of what is measured."""

DEFERRED_EVERY = 5
"""So many of the people have their mailbox at the operator that is deferred: one in five."""

START_S = 60.0
INSTALLATION = "0"
"""How limits know the relay that the environment names."""

LOOK_EVERY_S = 0.05


@dataclass(frozen=True)
class RateBench:
    """What is asked for. The limit is set for the relay, and kept by the engine: this only looks."""

    per_second: int = 200
    seconds: int = 60
    workers: int = 4
    database: str = "postgresql"

    defers: str = ""
    """A domain whose mail the relay takes for so many seconds, and then defers for as many."""


def bench_rate(asked: RateBench) -> dict[str, Any]:
    """Run it and return the figures. Raises BenchError when nothing arrives."""
    with running_stage(asked.database, hosts=1, processes=asked.workers, pace_s=0.0, batch_size=BATCH_SIZE) as stage:
        everybody = _prepare(stage, asked)
        stage.hosts[0].start()
        launch(stage, everybody)
        _wait_for_the_first(stage.witness)
        time.sleep(asked.seconds)
        arrivals = [one.at for one in stage.witness.taken]
        beside: dict[str, Any] = {}
        if asked.defers:
            stage.witness.defers = asked.defers
            time.sleep(asked.seconds)
            beside = measure_beside(tuple(stage.witness.taken), tuple(stage.witness.deferred), asked)
    return measure(arrivals, asked.seconds) | beside | asdict(asked)


def _prepare(stage: Stage, asked: RateBench) -> Crowd:
    halves = 2 if asked.defers else 1
    owed = asked.per_second * (halves * asked.seconds + SPARE_S)
    if asked.defers:
        owed = owed * DEFERRED_EVERY // (DEFERRED_EVERY - 1)
    with Session(writing(stage.engine)) as session:
        people = owed * crowd.SUPPRESSED_EVERY // (crowd.SUPPRESSED_EVERY - 1)
        everybody = crowd.gather(session, people=people, now=datetime.now(UTC))
        limit = Rates(per_second=asked.per_second)
        set_limit(session, on=LimitOn.RELAY, name=INSTALLATION, rates=limit, because="bench")
        if asked.defers:
            set_limit(session, on=LimitOn.OPERATOR, name=by_domain(asked.defers), rates=limit, because="bench")
            moved = func.replace(Subscriber.email, f"@{DOMAIN}", f"@{asked.defers}")
            session.execute(update(Subscriber).where(Subscriber.id % DEFERRED_EVERY == 0).values(email=moved))
        session.commit()
    return everybody


def _wait_for_the_first(witness: Witness) -> None:
    deadline = time.monotonic() + START_S
    while not witness.taken:
        if time.monotonic() > deadline:
            raise BenchError("nothing arrived")
        time.sleep(LOOK_EVERY_S)


def measure_beside(taken: Sequence[Taken], deferred: Sequence[float], asked: RateBench) -> dict[str, Any]:
    """How many mails to others went each second before the one operator was deferred, and from then on."""
    began, turned = taken[0].at, deferred[0] if deferred else taken[-1].at
    others = [one.at for one in taken if not one.recipient.endswith(f"@{asked.defers}")]
    before = sum(at < turned for at in others) / max(turned - began, 1.0)
    after = sum(at >= turned for at in others) / max(taken[-1].at - turned, 1.0)
    return {
        "others_before": round(before, 2),
        "others_after": round(after, 2),
        "others_kept": round(after / before, 3) if before else None,
        "mails_deferred": len(deferred),
        "most_in_a_second_at_last": most_in_a_second([one.at for one in taken]),
    }


def most_in_a_second(arrivals: Sequence[float]) -> int:
    """Wherever the second begins."""
    most = first = 0
    for last, at in enumerate(arrivals):
        while at - arrivals[first] >= 1:
            first += 1
        most = max(most, last - first + 1)
    return most


def measure(arrivals: Sequence[float], seconds: int) -> dict[str, Any]:
    """The average over so many seconds from the first mail, and the most in any one second, wherever it begins."""
    began = arrivals[0]
    within = [at for at in arrivals if at < began + seconds]
    counts = [0] * seconds
    for at in within:
        counts[int(at - began)] += 1
    return {
        "average": round(len(within) / seconds, 2),
        "most_in_a_second": most_in_a_second(within),
        "each_second": counts,
    }
