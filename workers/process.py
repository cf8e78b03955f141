"""One worker process: RQ's jobs one after the other, without a fork for each."""

import gc
import logging
import os
import signal
import threading
import time
from collections.abc import Sequence
from typing import Any

import redis
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from newsletter.queueing import QueueName, look_for_room
from workers import delivery, exporting, notices
from workers.runtime import stopping

__all__ = ["LEASH_GRACE_S", "Worker", "delivery", "exporting", "notices", "work"]

LEASH_GRACE_S = 18.0
"""How long a process whose launcher died may take to end by itself."""

WORKER_TTL_S = 30
SHORTEST_WAIT_FOR_REDIS_S = 0.25
LONGEST_WAIT_FOR_REDIS_S = 5.0


class Worker(SimpleWorker):
    """Empties the lanes in their order; asked to end, it ends its batch between two mails."""

    max_connection_wait_time = LONGEST_WAIT_FOR_REDIS_S

    def _install_signal_handlers(self) -> None:
        signal.signal(signal.SIGTERM, self.request_stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the launcher too, which asks us

    def request_force_stop(self, signum: int, frame: Any) -> None:  # noqa: ANN401 (RQ's signature)
        """A second request changes nothing; the launcher has SIGKILL for those who do not end."""

    def handle_warm_shutdown_request(self) -> None:
        stopping.set()


EVERY_LANE = tuple(QueueName)
FOR_PEOPLE = (QueueName.PEOPLE,)
"""One process of each host has no other lane: what a person waits for never stands behind a campaign."""


def work(redis_url: str, lanes: Sequence[QueueName], leash: int) -> None:
    """Work until asked to end, or until the launcher is gone: `leash` is a pipe that nobody writes to."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_launcher, args=(leash,), daemon=True).start()
    gc.freeze()
    connection = redis.Redis.from_url(redis_url)
    _wait_for(connection)
    worker = Worker(
        list(lanes),
        connection=connection,
        serializer=JSONSerializer,
        worker_ttl=WORKER_TTL_S,
        log_job_description=False,
    )
    worker.work(logging_level=logging.getLevelName(logging.WARNING))


def _wait_for(connection: "redis.Redis") -> None:
    """Wait for a Redis that is away or full, ever longer. The sweeper has said so: one line for all its workers."""
    wait_s = SHORTEST_WAIT_FOR_REDIS_S
    while True:
        try:
            look_for_room(connection)
        except redis.RedisError:  # also while it loads its file
            time.sleep(wait_s)
            wait_s = min(2 * wait_s, LONGEST_WAIT_FOR_REDIS_S)
        else:
            return


def _end_with_launcher(leash: int) -> None:
    os.read(leash, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LEASH_GRACE_S)
    os._exit(1)
