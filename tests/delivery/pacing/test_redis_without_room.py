"""Limits hold while Redis takes nothing more: each process keeps to a share of its own, and shares again later."""

import logging

import pytest
import redis

from newsletter.delivery.pacing.alone import AGAIN_S, CAUTIOUS_SHARERS, Steady
from newsletter.delivery.pacing.gates import Gate
from newsletter.delivery.pacing.quotas import Ask, QuotasAway
from newsletter.quotas import RedisQuotas
from tests.fakes import Clock

pytestmark = pytest.mark.redis
GATE = Gate("relay:1", 320, 1.0)


def test_a_full_redis_is_one_that_cannot_be_asked(redis_url, room):
    quotas = RedisQuotas.at(redis_url)
    room.take()

    with pytest.raises(QuotasAway, match="maxmemory"):
        quotas.exchange([Ask(GATE, 1)])


def test_meanwhile_each_process_keeps_to_its_share(redis_url, room, caplog):
    clock = Clock()
    steady = Steady(RedisQuotas.at(redis_url), clock.seconds)
    room.take()

    with caplog.at_level(logging.WARNING):
        granted = 0
        for _ in range(10):
            granted += len(steady.exchange([Ask(GATE, 1000)]).grants[0].offsets_s)
            clock.wait(seconds=0.1)
        assert granted <= GATE.count / CAUTIOUS_SHARERS

        room.give()
        clock.wait(seconds=AGAIN_S)
        assert steady.exchange([Ask(GATE, 1)]).grants

    assert caplog.text.count("until Redis is back") == caplog.text.count("shared again") == 1
    with redis.Redis.from_url(redis_url) as connection:
        assert connection.dbsize()
