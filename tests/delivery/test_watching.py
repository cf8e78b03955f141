"""Who is silent, judged by one clock that only goes forward."""

from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.watching import LEASE_S, Watch, sure_of


def test_who_gives_signs_of_life_is_not_silent():
    watch = Watch[str]()

    assert all(not watch.silent({"a": beat}, seconds=beat * 10) for beat in range(10))


def test_who_gives_none_for_a_lease_is():
    watch = Watch[str]()
    watch.silent({"a": 1, "b": 1}, seconds=0)

    assert watch.silent({"a": 1, "b": 2}, seconds=LEASE_S) == {"a"}


def test_who_was_away_meanwhile_is_a_newcomer():
    watch = Watch[str]()
    watch.silent({"a": 1}, seconds=0)
    watch.silent({}, seconds=LEASE_S)

    assert watch.silent({"a": 1}, seconds=LEASE_S + 1) == set()


@given(st.lists(st.floats(0.1, 15), min_size=1, max_size=20), st.floats(0, 5), st.floats(1, 60))
def test_whoever_is_called_silent_has_stopped_before(looks, seen_late_by, lease_s):
    """A worker's last sign is written at nought; the watcher sees it later, and looks now and then."""
    watch, now = Watch[str](lease_s), seen_late_by
    watch.silent({"a": 1}, seconds=now)
    for wait in looks:
        now += wait
        if watch.silent({"a": 1}, seconds=now):
            assert now > sure_of(lease_s)
