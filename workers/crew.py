"""The worker processes of one launcher: started, kept alive, stopped.

They are forked from one that has imported everything, so that starting one again is quick and memory is shared.
"""

import logging
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

STOP_WITHIN_S = 8.0
"""A worker that has not ended by then is killed; its batch is taken up again after its lease."""

SHORTEST_LIFE_S = 1.0
"""A worker that dies sooner is started again only after this, so that a broken one does not eat the machine."""

LOOK_EVERY_S = 0.02


@dataclass
class Crew:
    """So many processes that all do the same."""

    size: int

    task: Callable[[int], None]
    """What each does, given its leash: a pipe that nobody writes to and that ends when this process does."""

    born: dict[int, float] = field(default_factory=dict)
    """When each living process was started, by its number."""

    def __post_init__(self) -> None:
        self._leash, self._held_by_us = os.pipe()

    def keep_alive(self) -> None:
        """Start the missing ones and those that died."""
        for pid, status in self._ended():
            lived = time.monotonic() - self.born.pop(pid)
            log.warning("worker %d ended with %d, starting another", pid, os.waitstatus_to_exitcode(status))
            time.sleep(max(0.0, SHORTEST_LIFE_S - lived))
        while len(self.born) < self.size:
            self._start()

    def stop(self) -> None:
        """Ask all to end, and kill those that do not."""
        self._tell(signal.SIGTERM)
        deadline = time.monotonic() + STOP_WITHIN_S
        while self.born and time.monotonic() < deadline:
            self._forget_ended()
            time.sleep(LOOK_EVERY_S)
        self._tell(signal.SIGKILL)
        while self.born:
            self._forget_ended()
            time.sleep(LOOK_EVERY_S)

    def _start(self) -> None:
        pid = os.fork()
        if pid == 0:
            self._become_worker()
        self.born[pid] = time.monotonic()

    def _become_worker(self) -> None:
        status = 1
        try:
            os.close(self._held_by_us)
            self.task(self._leash)
            status = 0
        except BaseException:
            log.exception("a worker could not go on")
        finally:
            os._exit(status)

    def _ended(self) -> list[tuple[int, int]]:
        looked = [os.waitpid(pid, os.WNOHANG) for pid in self.born]
        return [(pid, status) for pid, status in looked if pid]

    def _forget_ended(self) -> None:
        for pid, _status in self._ended():
            del self.born[pid]

    def _tell(self, what: signal.Signals) -> None:
        for pid in self.born:
            os.kill(pid, what)
