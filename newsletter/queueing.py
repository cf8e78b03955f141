"""Jobs by name: what may be asked of the workers, on which queue, and how it is asked after a commit.

Rows are the truth, the queue is a hint. So a Redis that is gone costs a log line, never a transaction: the sweep
names again whatever waits too long.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import redis
from rq import Queue
from rq.serializers import JSONSerializer

log = logging.getLogger(__name__)


class QueueName(StrEnum):
    """Lanes, most urgent first; a worker empties them in this order."""

    PEOPLE = "people"  # a person waits for this mail
    STEERING = "steering"  # starts and releases
    CAMPAIGNS = "campaigns"


class JobName(StrEnum):
    """Everything a worker can be asked to do, as the dotted name of its function."""

    SEND_NOTICE = "workers.notices.send_notice"
    START_CAMPAIGN = "workers.delivery.start_campaign"
    RELEASE_SHARE = "workers.delivery.release_share"
    SEND_BATCH = "workers.delivery.send_batch"
    WRITE_EXPORT = "workers.exporting.write_export"
    MERGE_LISTS = "workers.lists.merge_lists"


LANE = {
    JobName.SEND_NOTICE: QueueName.PEOPLE,
    JobName.START_CAMPAIGN: QueueName.STEERING,
    JobName.RELEASE_SHARE: QueueName.STEERING,
    JobName.SEND_BATCH: QueueName.CAMPAIGNS,
    JobName.WRITE_EXPORT: QueueName.STEERING,
    JobName.MERGE_LISTS: QueueName.STEERING,
}

JOB_TIMEOUT_S = 3600

ROOM = "newsletter:room"
"""Where it is tried whether Redis still keeps what it is told."""


@dataclass(frozen=True)
class Job:
    """A job and the numbers it is about."""

    name: JobName
    numbers: dict[str, int]


class Dispatcher(Protocol):
    """Takes jobs to where workers find them."""

    def dispatch(self, jobs: Iterable[Job]) -> None:
        """Hand the jobs over. Raises redis.RedisError when that fails."""


def look_for_room(connection: "redis.Redis") -> None:
    """Write a word. Raises redis.RedisError where jobs would not be kept either: it is away, or full."""
    connection.set(ROOM, 1, px=1000)


class RqDispatcher:
    """Jobs into RQ, one round trip for each lane."""

    def __init__(self, connection: "redis.Redis") -> None:
        self._queues = {lane: Queue(lane, connection=connection, serializer=JSONSerializer) for lane in QueueName}

    def dispatch(self, jobs: Iterable[Job]) -> None:
        lanes: dict[QueueName, list[Job]] = {}
        for job in jobs:
            lanes.setdefault(LANE[job.name], []).append(job)
        for lane, waiting in lanes.items():
            self._queues[lane].enqueue_many(
                [
                    Queue.prepare_data(
                        str(job.name), kwargs=job.numbers, timeout=JOB_TIMEOUT_S, result_ttl=0, failure_ttl=86_400
                    )
                    for job in waiting
                ]
            )


@dataclass
class Outbox:
    """Jobs named during a transaction, sent after its commit, dropped on its rollback."""

    dispatcher: Dispatcher
    named: list[Job] = field(default_factory=list)

    def name(self, job: JobName, **numbers: int) -> None:
        """Ask for a job once the transaction is through."""
        self.named.append(Job(job, numbers))

    def send(self) -> None:
        """Send what was named. A queue that cannot be reached is logged: the sweep will name the jobs again."""
        jobs, self.named = self.named, []
        if not jobs:
            return
        try:
            self.dispatcher.dispatch(jobs)
        except redis.RedisError as problem:
            log.warning("queue unreachable, %d jobs left to the sweep: %s", len(jobs), problem)

    def forget(self) -> None:
        """Drop what was named."""
        self.named.clear()
