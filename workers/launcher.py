"""The parent of one host's processes: it keeps them alive, and ends them when it is asked to."""

import signal
import time
from functools import partial
from types import FrameType

from workers.crew import Crew
from workers.process import EVERY_LANE, FOR_PEOPLE, work
from workers.sweeper import look_after

PULSE_S = 0.1


class Launcher:
    """Runs so many workers, one more for what people wait for, and a sweeper, until it is asked to end."""

    def __init__(self, redis_url: str, processes: int) -> None:
        workers = [partial(work, redis_url, EVERY_LANE)] * processes
        self.crew = Crew([*workers, partial(work, redis_url, FOR_PEOPLE), partial(look_after, redis_url)])
        self._asked_to_end = False

    def run(self) -> None:
        """Until SIGTERM or SIGINT; no process is left behind."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        try:
            while not self._asked_to_end:
                self.crew.keep_alive()
                time.sleep(PULSE_S)
        finally:
            self.crew.stop()

    def _end(self, _signum: int, _frame: FrameType | None) -> None:
        self._asked_to_end = True
