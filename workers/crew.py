"""The processes of one launcher: started, kept alive, stopped.

They are forked from one that has imported everything, so that starting one again is quick and memory is shared.
"""

import logging
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

STOP_WITHIN_S = 18.0
"""A worker that has not ended by then is killed. It only waits for replies to what is on the wire."""

SHORTEST_LIFE_S = 1.0
"""A worker that dies sooner is started again only after this, so that a broken one does not eat the machine."""

LOOK_EVERY_S = 0.02


Task = Callable[[int], None]
"""What a process does, given its leash: a pipe that nobody writes to and that ends when the launcher does."""


@dataclass
class Crew:
    """A process for each of these tasks."""

    tasks: Sequence[Task]
    born: dict[int, tuple[Task, float]] = field(default_factory=dict)
    """What each living process does and when it was started, by its number."""

    def __post_init__(self) -> None:
        self._leash, self._held_by_us = os.pipe()

    def keep_alive(self) -> None:
        """Start the missing ones and those that died."""
        for pid, status in self._ended():
            task, since = self.born.pop(pid)
            log.warning("worker %d ended with %d, starting another", pid, os.waitstatus_to_exitcode(status))
            time.sleep(max(0.0, SHORTEST_LIFE_S - (time.monotonic() - since)))
            self._start(task)
        if not self.born:
            for task in self.tasks:
                self._start(task)

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

    def _start(self, task: Task) -> None:
        pid = os.fork()
        if pid == 0:
            self._become(task)
        self.born[pid] = (task, time.monotonic())

    def _become(self, task: Task) -> None:
        status = 1
        try:
            os.close(self._held_by_us)
            task(self._leash)
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
