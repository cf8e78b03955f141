"""The parent of one host's workers: it keeps them alive and asks for a tick every second."""

import logging
import signal
import time
from types import FrameType

import redis

from workers.crew import Crew
from workers.process import work
from workers.ticking import name_tick

log = logging.getLogger(__name__)

PULSE_S = 0.1
TICK_EVERY_S = 1.0


class Launcher:
    """Runs until it is asked to end."""

    def __init__(self, redis_url: str, processes: int) -> None:
        self.crew = Crew(processes, lambda leash: work(redis_url, leash))
        self._redis = redis.Redis.from_url(redis_url)
        self._redis_answers = True
        self._next_tick = 0.0
        self._asked_to_end = False

    def run(self) -> None:
        """Until SIGTERM or SIGINT; no worker is left behind."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        try:
            while not self._asked_to_end:
                self.crew.keep_alive()
                self._tick()
                time.sleep(PULSE_S)
        finally:
            self.crew.stop()

    def _end(self, _signum: int, _frame: FrameType | None) -> None:
        self._asked_to_end = True

    def _tick(self) -> None:
        if time.monotonic() < self._next_tick:
            return
        self._next_tick = time.monotonic() + TICK_EVERY_S
        try:
            name_tick(self._redis)
        except redis.RedisError as problem:
            if self._redis_answers:
                log.warning("Redis unreachable, nothing is swept until it is back: %s", problem)
            self._redis_answers = False
        else:
            self._redis_answers = True
