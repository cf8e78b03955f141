"""Never more than the rate in any window, whatever processes ask when, and whatever happens to a mail on its way."""

import itertools
import time
from threading import Thread

import pytest
import redis
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.delivery.pacing.alone import Alone, Steady
from newsletter.delivery.pacing.gates import Gate
from newsletter.delivery.pacing.pacer import Pacer
from newsletter.delivery.pacing.quotas import PushBack, QuotasAway
from newsletter.quotas import RedisQuotas

STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),  # which process
        st.floats(0.0, 0.4),  # how much time has passed
        st.floats(0.0, 0.7),  # how long the mail is under way
        st.floats(0.0, 1.0),  # where in that time it is with the relay
    ),
    min_size=1,
    max_size=150,
)


def most_in(window_s: float, moments: list[float]) -> int:
    ordered = sorted(moments)
    return max(sum(1 for other in ordered if at <= other < at + window_s - 1e-6) for at in ordered)


class Time:
    def __init__(self) -> None:
        self.now = 1000.0
        self.early_s = 0.0

    def __call__(self) -> float:
        return self.now

    def handed_over_at(self, pacer: Pacer, key: int) -> float:
        """The moment that the pacer waits for; nobody else's time passes meanwhile."""
        self.early_s = 0.0
        pacer.handing(key)
        return self.now + self.early_s

    def wait(self, early_s: float) -> None:
        self.early_s = early_s

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@given(steps=STEPS, count=st.integers(1, 12), window_s=st.sampled_from([1.0, 2.5, 3600.0]))
def test_a_gate_lets_no_more_through_than_it_may(steps, count, window_s):
    clock, gate = Time(), Gate("relay:0", count, window_s)
    store = Alone(clock)
    pacers = [Pacer(store, clock, clock.wait) for _ in range(3)]
    under_way: list[tuple[float, int, int]] = []
    arrived: list[float] = []

    for key, (who, passes_s, takes_s, part) in enumerate(steps):
        clock.now += passes_s
        for ends, process, mail in [one for one in under_way if one[0] <= clock.now]:
            under_way.remove((ends, process, mail))
            pacers[process].heard(mail)
        pacers[who].look_after()
        if pacers[who].may_pass(key, [gate]) == 0:
            handed_over = clock.handed_over_at(pacers[who], key)
            arrived.append(handed_over + takes_s * part)
            under_way.append((handed_over + takes_s, who, key))

    assert not arrived or most_in(window_s, arrived) <= count


@given(steps=STEPS)
def test_a_mail_that_waits_at_one_gate_uses_no_place_in_another(steps):
    clock = Time()
    pacer = Pacer(Alone(clock), clock)
    wide, narrow = Gate("relay:0", 100, 1.0), Gate("operator:google", 1, 60.0)
    passed = 0

    for key, (_, passes_s, *_) in enumerate(steps):
        clock.now += passes_s
        passed += pacer.may_pass(key, [wide, narrow]) == 0
        pacer.heard(key)

    assert passed <= 1 + (clock.now - 1000) // 60


def test_it_lets_as_much_through_as_it_may():
    clock, gate, passed = Time(), Gate("relay:0", 100, 1.0), 0
    pacer = Pacer(Alone(clock), clock)

    for key in range(20_000):
        passed += pacer.may_pass(key, [gate]) == 0
        pacer.heard(key)
        pacer.look_after()
        clock.now += 0.001

    assert passed >= 0.97 * 2000


@settings(max_examples=25)
@given(notices=st.sets(st.integers(0, 3999), max_size=30), count=st.integers(2, 40))
def test_a_mail_that_goes_first_waits_for_the_next_place_and_counts(notices, count):
    clock, gate = Time(), Gate("relay:0", count, 1.0)
    store = Alone(clock)
    campaign, lane = Pacer(store, clock, clock.wait), Pacer(store, clock, clock.wait)
    arrived, waits = list[float](), list[float]()
    busy_until = 0.0

    for step in range(4000):
        if campaign.may_pass(step, [gate]) == 0:
            arrived.append(clock.handed_over_at(campaign, step))
            campaign.heard(step)
        campaign.look_after()
        if step in notices and clock.now >= busy_until:
            assert lane.goes_first(step, [gate]) == 0
            busy_until = clock.handed_over_at(lane, step)
            arrived.append(busy_until)
            waits.append(busy_until - clock.now)
            lane.heard(step)
            lane.rest()
        clock.now += 0.001

    assert most_in(1.0, arrived) <= count
    assert max(waits, default=0) <= 1.01


def test_a_day_that_is_used_up_stops_no_mail_that_goes_first_and_counts_it():
    clock, gate = Time(), Gate("union:3:day", 2, 86_400.0)
    store = Alone(clock)
    campaign, lane = Pacer(store, clock), Pacer(store, clock)

    for key in range(2):
        assert campaign.may_pass(key, [gate]) == 0
        clock.now += 1
    assert campaign.may_pass(2, [gate]) > 0
    assert lane.goes_first(7, [gate]) == 0

    assert store.counts["union:3:day"].parts.total() == 3


@pytest.fixture
def server(redis_server):
    connection = redis.Redis.from_url(redis_server)
    connection.flushall()
    return connection


@pytest.mark.redis
def test_processes_share_a_gate_in_redis_and_use_nearly_all_of_it(server):
    gate, began = Gate("relay:0", 100, 1.0), time.monotonic()
    passed: list[float] = []

    def work(number: int) -> None:
        pacer = Pacer(RedisQuotas(server))
        for key in itertools.count():
            if time.monotonic() - began > 3:
                return
            if pacer.may_pass(key, [gate]) == 0:
                pacer.handing(key)
                passed.append(time.monotonic())
                pacer.heard(key)
            pacer.look_after()
            time.sleep(0.002)

    threads = [Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most_in(1.0, passed) <= 100
    assert len(passed) >= 285


def test_a_mail_is_dealt_before_its_moment_and_handed_over_at_it():
    clock, gate = Time(), Gate("relay:0", 10, 1.0)
    pacer = Pacer(Alone(clock), clock, clock.wait)

    moments = []
    for key in range(40):
        if pacer.may_pass(key, [gate]) == 0:
            moments.append((round(clock.now - 1000, 2), round(clock.handed_over_at(pacer, key) - 1000, 2)))
        clock.now += 0.01

    assert [handed_over for _, handed_over in moments] == [0.0, 0.1, 0.2, 0.3, 0.4]
    assert all(0.03 <= handed_over - dealt <= 0.05 for dealt, handed_over in moments[1:])


def test_nobody_s_connection_waits_for_the_moment_of_an_operator():
    clock, gate = Time(), Gate("operator:google", 10, 1.0, operator="google")
    pacer = Pacer(Alone(clock), clock, clock.wait)

    for key in range(40):
        if pacer.may_pass(key, [gate]) == 0:
            assert clock.handed_over_at(pacer, key) == clock.now
        clock.now += 0.01


def test_what_a_turn_leaves_unused_is_there_for_others_at_once():
    clock, store = Time(), Alone()
    store.seconds = clock
    gate, day = Gate("relay:0", 10, 1.0), Gate("relay:0:day", 1000, 86_400.0)
    one, other = Pacer(store, clock, clock.wait), Pacer(store, clock, clock.wait)

    one.may_pass(1, [gate, day])
    one.rest()

    assert store.places["relay:0"].out == 0
    assert store.counts["relay:0:day"].parts.total() == 1
    clock.now += 0.1
    assert other.may_pass(2, [gate, day]) == 0


@pytest.mark.redis
@settings(max_examples=10)
@given(wants=st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_a_day_is_counted_over_all_hosts(redis_server, wants):
    connection = redis.Redis.from_url(redis_server)
    connection.flushall()
    pacers = [Pacer(RedisQuotas(connection)) for _ in range(3)]
    gate = Gate("union:3:day", 20, 86_400.0)

    passed = sum(
        pacers[number % 3].may_pass(100 * number + one, [gate]) == 0
        for number, want in enumerate(wants)
        for one in range(want)
    )

    assert passed <= 20


@pytest.mark.redis
def test_in_redis_too_a_mail_that_goes_first_takes_the_next_place(server):
    gate, day = Gate("relay:0", 2, 1.0), Gate("union:3:day", 2, 86_400.0)
    campaign, lane = Pacer(RedisQuotas(server)), Pacer(RedisQuotas(server))
    assert campaign.may_pass(1, [gate, day]) == 0
    campaign.heard(1)
    assert campaign.may_pass(2, [gate, day]) > 0
    campaign.rest()

    began = time.monotonic()
    assert lane.goes_first(3, [gate, day]) == 0
    lane.handing(3)

    assert 0.3 <= time.monotonic() - began <= 0.6
    assert sum(int(mails) for mails in server.hvals("newsletter:pace:union:3:day:parts")) == 2
    lane.push_back("google", pause_s=60)
    assert 59 <= lane.goes_first(4, [Gate("operator:google", 0, 1.0, operator="google")]) <= 60


@pytest.mark.redis
def test_an_operator_that_asks_for_less_is_slowed_on_every_host(server):
    one, other = Pacer(RedisQuotas(server)), Pacer(RedisQuotas(server))
    gate = Gate("operator:google", 0, 1.0, operator="google")

    one.push_back("google", pause_s=0.2)
    other.look_after()

    assert other.slowed["google"].level == 1
    assert 0 < other.may_pass(1, [gate]) <= 0.2
    time.sleep(0.25)
    assert [other.may_pass(key, [gate]) == 0 for key in range(5)].count(True) == 1


class NoStore:
    def __init__(self) -> None:
        self.asked = 0

    def exchange(self, asks, pushed=()):
        self.asked += 1
        raise QuotasAway("nobody is there")


def test_without_redis_each_process_keeps_to_a_small_share_and_says_so_once(caplog):
    clock, store = Time(), NoStore()
    pacer, gate, passed = Pacer(Steady(store, clock), clock, clock.sleep), Gate("relay:0", 160, 1.0), 0

    while clock.now < 1003.9:
        if pacer.may_pass(passed, [gate]) == 0:
            pacer.handing(passed)
            pacer.heard(passed)
            passed += 1
        pacer.look_after()
        clock.now += 0.001

    assert 30 <= passed <= 40
    assert len(caplog.records) == 1
    assert store.asked == 1


def test_a_second_request_during_the_way_up_halves_what_was_reached():
    clock = Time()
    store = Alone(clock)

    store.exchange([], [PushBack("google", 600)])
    clock.now += 600 + 75
    reached = store.exchange([]).slowed["google"]
    store.exchange([], [PushBack("google", 600)])
    clock.now += 600

    assert (reached.pause_s, reached.level) == (0, 8)
    assert store.exchange([]).slowed["google"].level == 4


@pytest.mark.parametrize("count", [0, 3])
def test_places_that_come_back_during_a_pause_are_not_lost(count):
    clock, gate = Time(), Gate("operator:google", count, 1.0, operator="google")
    pacer = Pacer(Alone(clock), clock, clock.sleep)

    for key in range(20):
        while pacer.may_pass(key, [gate]):
            clock.now += 0.1
        pacer.heard(key)
        pacer.push_back("google", pause_s=5)
        clock.now += 2000 if key % 3 else 6

    assert clock.now - 1000 < 20 * 2010


@pytest.mark.redis
def test_nor_are_they_in_redis(server):
    pacer, gate = Pacer(RedisQuotas(server, "host")), Gate("operator:google", 2, 1.0, operator="google")

    for key in range(4):
        while pacer.may_pass(key, [gate]):
            time.sleep(0.01)
        pacer.heard(key)
        pacer.push_back("google", pause_s=0.3)

    assert server.hget("newsletter:pace:operator:google:held", "host") == b"0"


def test_who_is_not_asked_again_is_free_in_the_end():
    clock = Time()
    store = Alone(clock)

    store.exchange([], [PushBack("google", 600)])
    clock.now += 600 + 1000

    assert store.exchange([]).slowed == {}
