import time

import pytest
import redis
from rq import Queue

from newsletter.queueing import LANE, JobName
from workers.ticking import MOST_WAITING, TICK_KEY, TICKED_FOR_MS, name_tick

pytestmark = pytest.mark.redis


@pytest.fixture
def connection(redis_url):
    with redis.Redis.from_url(redis_url) as connection:
        yield connection


def waiting(connection):
    return Queue(LANE[JobName.TICK], connection=connection).count


def test_of_many_launchers_one_names_the_tick_of_a_second(connection):
    named = [name_tick(connection) for _ in range(5)]

    assert named == [True, False, False, False, False]
    assert waiting(connection) == 1


def test_the_next_second_has_a_tick_of_its_own(connection):
    name_tick(connection)
    time.sleep(TICKED_FOR_MS / 1000 + 0.05)

    assert name_tick(connection)


def test_ticks_do_not_pile_up_where_nobody_works(connection):
    for _ in range(MOST_WAITING + 5):
        connection.delete(TICK_KEY)
        name_tick(connection)

    assert waiting(connection) == MOST_WAITING
