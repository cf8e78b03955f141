"""How evenly a campaign goes out, by the relay's own clock: the mails of each second, wherever it begins."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from newsletter.bench import crowd
from newsletter.bench.chaos.running import launch
from newsletter.bench.chaos.stage import running_stage
from newsletter.bench.errors import BenchError
from newsletter.db import writing
from newsletter.delivery.pacing.limits import LimitOn, Rates
from newsletter.delivery.services.limiting import set_limit

SPARE_S = 10
"""More people than fit into the time, so that the campaign outlasts it."""

BATCH_SIZE = 1000
"""As in earnest: what happens between two batches is part of what is measured."""

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


def bench_rate(asked: RateBench) -> dict[str, Any]:
    """Run it and return the figures. Raises BenchError when nothing arrives."""
    with running_stage(asked.database, hosts=1, processes=asked.workers, pace_s=0.0, batch_size=BATCH_SIZE) as stage:
        with Session(writing(stage.engine)) as session:
            people = asked.per_second * (asked.seconds + SPARE_S) * crowd.SUPPRESSED_EVERY
            everybody = crowd.gather(session, people=people // (crowd.SUPPRESSED_EVERY - 1), now=datetime.now(UTC))
            limit = Rates(per_second=asked.per_second)
            set_limit(session, on=LimitOn.RELAY, name=INSTALLATION, rates=limit, because="bench")
            session.commit()
        stage.hosts[0].start()
        launch(stage, everybody)
        deadline = time.monotonic() + START_S
        while not stage.witness.taken:
            if time.monotonic() > deadline:
                raise BenchError("nothing arrived")
            time.sleep(LOOK_EVERY_S)
        time.sleep(asked.seconds)
        arrivals = [one.at for one in stage.witness.taken]
    return measure(arrivals, asked.seconds) | asdict(asked)


def measure(arrivals: Sequence[float], seconds: int) -> dict[str, Any]:
    """The average over so many seconds from the first mail, and the most in any one second, wherever it begins."""
    began = arrivals[0]
    within = [at for at in arrivals if at < began + seconds]
    most = first = 0
    for last, at in enumerate(within):
        while at - within[first] >= 1:
            first += 1
        most = max(most, last - first + 1)
    counts = [0] * seconds
    for at in within:
        counts[int(at - began)] += 1
    return {"average": round(len(within) / seconds, 2), "most_in_a_second": most, "each_second": counts}
