"""A ramp never falls, and ends."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.pacing.warming import Ramp, day_of
from tests.clock import NOON

ramps = st.builds(Ramp, st.integers(1, 5_000), st.integers(5, 100), st.integers(2, 100_000_000))


@given(ramp=ramps, day=st.integers(0, 400))
def test_no_day_allows_less_than_the_one_before(ramp, day):
    today, tomorrow = ramp.allowed(day), ramp.allowed(day + 1)

    assert today is None or today >= 1
    assert tomorrow is None or (today is not None and tomorrow > today)


@given(ramp=ramps)
def test_it_ends_and_stays_below_its_target_until_then(ramp):
    days = list(ramp.days())

    assert len(days) < 400
    assert all(count < ramp.target for count in days)
    assert all(one < other for one, other in pairwise(days))
    assert [ramp.allowed(day) for day in range(len(days))] == days
    assert ramp.allowed(len(days)) is None
    assert ramp.allowed(10**9) is None


def test_doubling():
    assert list(Ramp(50, 100, 1000).days()) == [50, 100, 200, 400, 800]


def test_the_usual_one_takes_three_weeks():
    assert len(list(Ramp(500, 25, 50_000).days())) == 21


def test_a_day_begins_at_the_hour_at_which_the_first_did():
    assert day_of(NOON, NOON - timedelta(hours=1)) == 0
    assert day_of(NOON, NOON + timedelta(hours=23, minutes=59)) == 0
    assert day_of(NOON, NOON + timedelta(days=1)) == 1
