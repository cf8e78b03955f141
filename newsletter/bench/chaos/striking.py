"""Making a fault happen, and mending what it broke after its outage."""

import heapq
import itertools
import time
from collections import Counter
from collections.abc import Callable
from random import Random

from newsletter.bench.chaos.faults import Fault, Strike
from newsletter.bench.chaos.stage import Stage
from newsletter.bench.moods import Mood
from newsletter.bench.postgres import Shutdown

KILLS = {Fault.KILL_WORKER, Fault.KILL_HOST, Fault.KILL_REDIS}


class Striker:
    """Belongs to one run."""

    def __init__(self, stage: Stage, chance: Random) -> None:
        self._stage, self._chance = stage, chance
        self._later: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self.counts: Counter[Fault] = Counter()
        self.late_ends = 0
        """Launchers that did not end in time when they were asked to."""

    @property
    def kills(self) -> int:
        """SIGKILLs so far."""
        return sum(count for fault, count in self.counts.items() if fault in KILLS)

    def strike(self, one: Strike) -> None:
        """Break something; what mends it happens in `mend` once its time has come."""
        if self._does(one):
            self.counts[one.fault] += 1

    def mend(self) -> None:
        """Do what is due by now."""
        while self._later and self._later[0][0] <= time.monotonic():
            heapq.heappop(self._later)[2]()

    def mend_everything(self) -> None:
        """Do all that is still to come, now."""
        while self._later:
            heapq.heappop(self._later)[2]()

    def _does(self, one: Strike) -> bool:
        match one.fault:
            case Fault.KILL_WORKER:
                return self._stage.hosts[one.host % len(self._stage.hosts)].kill_a_worker(self._chance)
            case Fault.KILL_HOST:
                self._kill_host(one)
            case Fault.KILL_REDIS:
                self._kill_redis(one)
            case Fault.FLUSH_REDIS:
                return self._stage.redis.flush()
            case Fault.RESTART_DATABASE:
                return self._restart_database(one)
            case Fault.RELAY:
                self._stage.witness.feel(one.mood)
                self._after(one.outage_s, lambda: self._stage.witness.feel(Mood.WELL))
            case Fault.STOP:
                self._stop()
        return True

    def _kill_host(self, one: Strike) -> None:
        host = self._stage.hosts[one.host % len(self._stage.hosts)]
        host.kill()
        if one.loses_all:
            host.lose_disk()
        self._after(one.outage_s, host.start)

    def _kill_redis(self, one: Strike) -> None:
        self._stage.redis.kill()
        if one.loses_all:
            self._stage.redis.forget()
        self._after(one.outage_s, self._stage.redis.start)

    def _restart_database(self, one: Strike) -> bool:
        if self._stage.postgres is None:
            return False
        self._stage.postgres.restart(Shutdown.IMMEDIATE if one.loses_all else Shutdown.FAST)
        return True

    def _stop(self) -> None:
        for host in self._stage.hosts:
            host.ask_to_end()
        self.late_ends += sum(not host.ends() for host in self._stage.hosts)
        for host in self._stage.hosts:
            host.start()

    def _after(self, seconds: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._later, (time.monotonic() + seconds, next(self._order), what))
