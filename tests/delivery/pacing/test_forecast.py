"""When the last mail goes out: as a gate that is looked at mail by mail says, and never sooner for more people."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.pacing.forecast import HOUR, LONG_DAY, LONGEST, Climb, Load, forecast, through_at
from newsletter.delivery.pacing.limits import DAY_S, HOUR_S, WARM_DAY_S, LimitOn, Rates
from newsletter.delivery.pacing.places import Count
from newsletter.delivery.pacing.warming import Ramp, RampOn, day_of
from tests.clock import NOON

counts = st.none() | st.integers(1, 2_000_000)
rates = st.builds(Rates, counts, counts, counts)
climbs = st.none() | st.builds(
    Climb,
    st.builds(Ramp, st.integers(1, 1000), st.integers(5, 200), st.integers(2, 10_000_000)),
    st.timedeltas(timedelta(0), timedelta(days=100)).map(lambda ago: NOON - ago),
)
people = st.integers(0, 20_000_000)


def load(people, rates=None, climb=None, **more):
    return Load(LimitOn.UNION, "1", people, rates or Rates(), climb, **more)


def assert_not_sooner(at, than):
    """But for the hour in which a day ends, which is not reckoned to the minute."""
    assert at - NOON >= (than - NOON) * 0.95 - HOUR


@given(people=people, more=people, rates=rates, climb=climbs)
def test_more_people_are_never_through_sooner(people, more, rates, climb):
    fewer = through_at(load(people, rates, climb), now=NOON)

    assert NOON <= fewer <= through_at(load(people + more, rates, climb), now=NOON) <= NOON + LONGEST


@given(people=people, rates=rates, climb=climbs)
def test_a_limit_more_never_makes_it_quicker(people, rates, climb):
    without = through_at(load(people, Rates(rates.per_second, rates.per_hour)), now=NOON)

    assert_not_sooner(through_at(load(people, rates), now=NOON), without)


@given(people=people, spent=st.integers(0, 10_000), rates=rates, climb=climbs)
def test_what_was_used_up_just_now_never_makes_it_quicker(people, spent, rates, climb):
    used = load(people, rates, climb, spent=spent, since=NOON)

    assert_not_sooner(through_at(used, now=NOON), through_at(load(people, rates, climb), now=NOON))


def gate_by_gate(people, gates, climb=None) -> datetime:
    """Mails sent as soon as every gate lets them."""
    clock, sent = 0.0, 0
    made = [Count(count, window_s) for count, window_s in gates]
    warm = Count(0, WARM_DAY_S)
    while True:
        now = NOON + timedelta(seconds=clock)
        if climb:
            warm.count = climb.ramp.allowed(day_of(climb.began_at, now)) or 10**9
        each = [*made, *([warm] if climb else [])]
        taken = [gate.take(1, unused=0, now=clock) for gate in each]
        if all(taken):
            sent += 1
            if sent == people:
                return now
            continue
        for gate, one in zip(each, taken, strict=True):
            gate.take(0, unused=one, now=clock)
        clock += 600


@pytest.mark.parametrize(
    ("people", "rates"),
    [
        (30, Rates(per_day=30)),
        (31, Rates(per_day=30)),
        (95, Rates(per_day=30)),
        (50, Rates(per_hour=10)),
        (95, Rates(per_hour=10, per_day=30)),
    ],
)
def test_it_is_what_counting_gates_do(people, rates):
    gates = [(count, window) for count, window in ((rates.per_hour, HOUR_S), (rates.per_day, DAY_S)) if count]

    told = through_at(load(people, rates), now=NOON)

    assert abs(told - gate_by_gate(people, gates)) < timedelta(hours=2)


@pytest.mark.parametrize("people", [10, 40, 100, 400, 1500])
def test_it_is_what_a_ramp_does(people):
    climb = Climb(Ramp(20, 50, 200), NOON)

    told = through_at(load(people, climb=climb), now=NOON)

    assert timedelta(0) <= told - gate_by_gate(people, [], climb) < timedelta(hours=25)


def test_by_the_second():
    assert through_at(load(36_000, Rates(per_second=10)), now=NOON) == NOON + timedelta(hours=1)


def test_the_next_day_begins_where_the_last_one_did():
    spent = load(100, Rates(per_day=100), spent=100, since=NOON - timedelta(hours=5))

    assert through_at(spent, now=NOON) == NOON + LONG_DAY - timedelta(hours=5)


def test_the_slowest_gate_is_named():
    loads = [load(1000, Rates(per_second=1)), Load(LimitOn.OPERATOR, "google", 50, Rates(per_hour=10))]

    found = forecast(loads, now=NOON)

    assert found
    assert found.slowest.name == "google"
    assert found.at == NOON + 4 * HOUR


def test_where_nothing_limits_nobody_can_say():
    climb = Climb(Ramp(1, 100, 2), NOON)
    assert forecast([], now=NOON) is None
    assert forecast([load(1000)], now=NOON) is None
    assert forecast([Load(RampOn.RELAY, "0", 0, climb=climb)], now=NOON) is None
