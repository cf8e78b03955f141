"""Asking for a tick once a second, however many launchers run on however many hosts."""

import redis
from rq import Queue
from rq.serializers import JSONSerializer

from newsletter.queueing import LANE, Job, JobName, RqDispatcher

TICK_KEY = "newsletter:ticked"
TICKED_FOR_MS = 900
"""A little less than a second, so that a launcher is not kept out by its own last one."""

MOST_WAITING = 10
"""Jobs in the lane beyond which no tick is added: where no worker runs, ticks would pile up."""


def name_tick(connection: redis.Redis) -> bool:
    """Ask for a tick, unless somebody did within this second. Raises redis.RedisError."""
    if not connection.set(TICK_KEY, 1, nx=True, px=TICKED_FOR_MS):
        return False
    if Queue(LANE[JobName.TICK], connection=connection, serializer=JSONSerializer).count >= MOST_WAITING:
        return False
    RqDispatcher(connection).dispatch([Job(JobName.TICK, {})])
    return True
