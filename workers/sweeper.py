"""One process of each host that looks after what nobody else does.

Every second it brings the journals of processes that died here into the ledger, and names again whatever waits too
long. Several hosts may do so at once; every step is a conditional update. What may take long, `errands` does.
"""

import logging
import os
import signal
import threading
import time
from pathlib import Path

import redis
from sqlalchemy.exc import OperationalError

from newsletter.delivery.journal import SUFFIX, Turn, orphan
from newsletter.delivery.services.losing import settle
from newsletter.delivery.services.sweeping import sweep
from newsletter.delivery.watching import Watch
from newsletter.queueing import look_for_room
from workers import errands
from workers.runtime import Runtime, journals, runtime, stopping

log = logging.getLogger(__name__)

EVERY_S = 1.0


def look_after(redis_url: str, leash: int) -> None:
    """Until asked to end, or until the launcher is gone: `leash` is a pipe that nobody writes to."""
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_launcher, args=(leash,), daemon=True).start()
    here, queue = runtime(), _Queue(redis_url)
    errands.begin(here)
    watch = Watch[Turn](here.settings.lease_s)
    while not stopping.wait(EVERY_S):
        try:
            for path in sorted(journals(here.settings).glob(f"*{SUFFIX}")):
                _settle(here, path)
            if queue.answers():
                _sweep(here, watch)
        except OperationalError as problem:
            log.warning("nothing is swept until the database is back: %s", " ".join(str(problem.orig).split()))


class _Queue:
    """Whether jobs named now would be heard of. Where not, that is said once."""

    def __init__(self, redis_url: str) -> None:
        self._redis = redis.Redis.from_url(redis_url)
        self._answered = True

    def answers(self) -> bool:
        try:
            look_for_room(self._redis)
        except redis.RedisError as problem:
            if self._answered:
                log.warning("Redis cannot be used, nothing is swept until it can: %s", problem)
            self._answered = False
        else:
            self._answered = True
        return self._answered


def _sweep(here: Runtime, watch: Watch[Turn]) -> None:
    with here.work() as work:
        sweep(
            work.session,
            work.outbox,
            watch=watch,
            batch_size=here.settings.batch_size,
            now=here.post.clock(),
            seconds=time.monotonic(),
        )


def _settle(here: Runtime, path: Path) -> None:
    with orphan(path) as found:
        if found:
            log.warning("a worker died with batch %d of campaign %d", found.turn.number, found.turn.campaign_id)
            with here.sessions() as session:
                settle(session, found, now=here.post.clock())


def _end_with_launcher(leash: int) -> None:
    os.read(leash, 1)
    os._exit(1)
