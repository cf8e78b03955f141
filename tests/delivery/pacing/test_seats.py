"""All processes together never have more connections than a relay allows, and share them."""

import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context

import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.pacing.quotas import QuotasAway
from newsletter.delivery.pacing.seats import LEASE_S, Ask, Bench, Seats
from newsletter.mail.route import Route
from newsletter.mail.smtp import Kind, Relay
from newsletter.mail.switchboard import Switchboard
from newsletter.quotas import RedisQuotas
from tests.mail.smtp.scripted_relay import PATIENT, ScriptedRelay
from tests.mail.smtp.test_switchboard import mails

STEPS = st.lists(
    st.tuples(
        st.integers(0, 3),  # which process
        st.integers(0, 4),  # how many it could use
        st.integers(0, 4),  # how many it opens or closes, as far as it may
        st.floats(0.0, 40.0),
    ),
    max_size=100,
)


@given(steps=STEPS, limit=st.integers(1, 6))
def test_there_are_never_more_than_the_relay_allows(steps, limit):
    bench, now = Bench(), 0.0
    open_now, renewed = dict.fromkeys(range(4), 0), dict.fromkeys(range(4), 0.0)

    for who, want, changes, passes_s in steps:
        now += passes_s
        for other in open_now:
            if now - renewed[other] >= LEASE_S:
                open_now[other] = 0  # who cannot renew closes what it has
        may = bench.sit(str(who), Ask(1, limit, open_now[who], want), now=now)
        open_now[who] = min(may, open_now[who] + changes)
        bench.sit(str(who), Ask(1, limit, open_now[who], want), now=now)
        renewed[who] = now

        assert sum(open_now.values()) <= limit


def test_who_comes_later_gets_a_fair_share():
    bench = Bench()

    assert bench.sit("a", Ask(1, 8, held=0, want=8), now=0) == 8
    assert bench.sit("b", Ask(1, 8, held=0, want=8), now=1) == 0
    assert bench.sit("a", Ask(1, 8, held=8, want=8), now=2) == 4
    assert bench.sit("a", Ask(1, 8, held=4, want=8), now=3) == 4
    assert bench.sit("b", Ask(1, 8, held=0, want=8), now=4) == 4
    assert bench.sit("a", Ask(1, 8, held=0, want=0), now=5) == 0
    assert bench.sit("b", Ask(1, 8, held=4, want=8), now=6) == 8


def test_the_seats_of_the_dead_come_back_after_their_lease():
    bench = Bench()
    bench.sit("a", Ask(1, 2, held=0, want=2), now=0)

    assert bench.sit("b", Ask(1, 2, held=0, want=2), now=LEASE_S - 1) == 0
    assert bench.sit("b", Ask(1, 2, held=0, want=2), now=LEASE_S) == 2


class NoStore:
    def sit(self, ask):
        raise QuotasAway("nobody is there")


def test_while_the_store_is_away_everybody_keeps_theirs_and_takes_no_more():
    class Store:
        def sit(self, ask):
            return 2

    seats = Seats(Store(), 1, 4)
    seats.begin(4)
    assert seats.take()

    seats.store = NoStore()
    seats.begin(4)

    assert not seats.must_leave()
    assert not seats.take()


@pytest.mark.redis
def test_redis_says_the_same(redis_server):
    connection = redis.Redis.from_url(redis_server)
    connection.flushall()
    bench, hosts = Bench(), {who: RedisQuotas(connection, who) for who in "abc"}
    asked = [("a", 0, 8), ("b", 0, 8), ("a", 7, 8), ("a", 3, 8), ("b", 0, 2), ("c", 0, 9), ("b", 2, 2), ("a", 0, 0)]
    asked += [("c", 0, 9), ("b", 1, 1), ("c", 2, 9)]

    for who, held, want in asked:
        ask = Ask(1, 7, held, want)
        assert hosts[who].sit(ask) == bench.sit(who, ask, now=0)


def work(number: int, redis_url: str, port: int) -> int:
    """One process: how many of its mails were taken."""
    quotas = RedisQuotas.at(redis_url)
    way = Route("a", Relay("127.0.0.1", port), connections=3, timeouts=PATIENT, number=7, connections_in_all=2)
    with closing(Switchboard(seats=lambda route: Seats(quotas, route.number, route.connections_in_all))) as board:
        outcomes = board.send_many(slowly(mails(150)), count=150, stop=lambda: False, routes=[way])
        return sum(one.kind is Kind.ACCEPTED for one in outcomes if one)


def slowly(envelopes):
    """So that all of them want to be connected at the same time."""
    for envelope in envelopes:
        time.sleep(0.005)
        yield envelope


@pytest.mark.redis
def test_of_four_processes_a_relay_sees_no_more_connections_than_it_allows_and_gets_every_mail(redis_server):
    redis.Redis.from_url(redis_server).flushall()

    with closing(ScriptedRelay()) as relay:
        with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as processes:
            taken = list(processes.map(work, range(4), [redis_server] * 4, [relay.port] * 4))

        assert taken == [150] * 4
        assert len(relay.ends_seen) == 600
        assert relay.most_open == 2
        assert relay.connections >= 4
