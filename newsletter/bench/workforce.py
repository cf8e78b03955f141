"""Real workers of the real command, and what a campaign costs them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

import redis
from rq import Worker
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from newsletter.bench.errors import BenchError
from newsletter.bench.processes import Cost, cost, descendants
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.delivery.models import Batch, BatchState
from newsletter.queueing import JobName, Outbox, RqDispatcher

STALL_S = 180
LOOK_EVERY_S = 0.1
START_S = 60
"""Workers that do not wait for jobs by then never will."""


@dataclass(frozen=True)
class Effort:
    """What sending one campaign took."""

    wall_s: float
    freeze_s: float
    cpu_s: float
    """Of all worker processes."""

    worker_rss_mb: float
    """The most any worker ever held."""

    killed: int


class Workforce:
    """What `newsletter worker` starts, with so many processes, for as long as the context lasts."""

    def __init__(self, environment: Mapping[str, str], processes: int) -> None:
        self._environment = {**os.environ, **environment}
        self._processes = processes

    def __enter__(self) -> Self:
        self._launcher = subprocess.Popen(
            [sys.executable, "-m", "workers", "--processes", str(self._processes)],
            env=self._environment,
        )
        self._wait_until_ready()
        return self

    def __exit__(self, *_: object) -> None:
        self._launcher.terminate()
        try:
            self._launcher.wait(20)
        except subprocess.TimeoutExpired:
            self._launcher.kill()

    def first(self) -> int:
        """The number of one worker's process."""
        return descendants(self._launcher.pid)[0]

    def send(self, engine: Engine, campaign_id: int, *, batches: int, kill: bool) -> Effort:
        """Launch the campaign and wait for its end. Raises BenchError when it stands still."""
        costs_before = self._costs()
        began = time.perf_counter()
        self._start(engine, campaign_id)
        freeze_s, killed, costs = 0.0, 0, dict(costs_before)
        moved_at, done = began, 0
        while True:
            time.sleep(LOOK_EVERY_S)
            costs |= self._costs()
            with Session(engine) as session:
                state = session.scalars(select(Campaign.state).filter_by(id=campaign_id)).one()
                if state is State.DONE:
                    break
                count = self._progress(session, campaign_id)
            if state is State.SENDING and not freeze_s:
                freeze_s = time.perf_counter() - began
            if count != done:
                moved_at, done = time.perf_counter(), count
            if kill and not killed and count >= batches // 2:
                killed = self._kill_one()
            if time.perf_counter() - moved_at > STALL_S:
                raise BenchError(f"nothing moved for {STALL_S} s after {done} batches")
        wall_s = time.perf_counter() - began
        spent = sum(one.cpu_s for one in costs.values()) - sum(one.cpu_s for one in costs_before.values())
        return Effort(wall_s, freeze_s, spent, max(one.peak_rss_mb for one in costs.values()), killed)

    def _wait_until_ready(self) -> None:
        connection = redis.Redis.from_url(self._environment["REDIS_URL"])
        deadline = time.monotonic() + START_S
        while Worker.count(connection) <= self._processes:  # one more waits for what people wait for
            if self._launcher.poll() is not None or time.monotonic() > deadline:
                raise BenchError("the workers did not start; what they said stands above")
            time.sleep(LOOK_EVERY_S)

    def _start(self, engine: Engine, campaign_id: int) -> None:
        with Session(engine) as session:
            session.execute(
                update(Campaign)
                .where(Campaign.id == campaign_id)
                .values(state=State.WAITING, starts_at=datetime.now(UTC))
            )
            session.commit()
        outbox = Outbox(RqDispatcher(redis.Redis.from_url(self._environment["REDIS_URL"])))
        outbox.name(JobName.START_CAMPAIGN, campaign_id=campaign_id)
        outbox.send()

    def _costs(self) -> dict[int, Cost]:
        return {pid: found for pid in descendants(self._launcher.pid) if (found := cost(pid))}

    def _kill_one(self) -> int:
        os.kill(self.first(), signal.SIGKILL)
        return 1

    @staticmethod
    def _progress(session: Session, campaign_id: int) -> int:
        """Batches done: cheap to ask ten times a second, unlike the messages."""
        return session.scalars(
            select(func.count()).where(Batch.campaign_id == campaign_id, Batch.state == BatchState.DONE)
        ).one()
