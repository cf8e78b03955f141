from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.meanings import OURS, Meaning
from newsletter.delivery.retrying import GATHER_S, JITTER, LIFE, next_notice, next_try, tries_end
from tests.clock import NOON

FOREVER = NOON + timedelta(days=365)
meanings = st.sampled_from(Meaning)
tries = st.integers(0, 40)
spreads = st.floats(0, 1)


def wait(meaning, tries=1, spread=0.0):
    at = next_try(meaning, tries=tries, spread=spread, now=NOON, until=FOREVER)
    assert at is not None
    return at - NOON


def minutes(*each):
    return [timedelta(minutes=one) for one in each]


@pytest.mark.parametrize(
    ("meaning", "waits"),
    [
        (Meaning.GREYLISTED, minutes(5, 10, 20, 60, 120, 240, 240)),
        (Meaning.MAILBOX_FULL, minutes(60, 240, 480, 720, 720)),
        (Meaning.SLOW_DOWN, minutes(15, 30, 60, 90, 90)),
        (Meaning.NOT_TRUSTED, minutes(30, 60, 120, 240, 480, 480)),
        (Meaning.NO_ANSWER, minutes(1, 5, 15, 30, 60, 120, 240, 240)),
        (Meaning.LATER, minutes(5, 15, 30, 60, 120, 240, 240)),
    ],
)
def test_how_long_to_wait_depends_on_what_was_said(meaning, waits):
    assert [wait(meaning, number) for number in range(1, len(waits) + 1)] == waits


@given(meanings, tries, spreads)
def test_a_wait_is_never_shorter_than_before_and_little_longer_by_chance(meaning, tries, spread):
    assert wait(meaning, tries, spread) <= wait(meaning, tries + 1, spread)
    most = wait(meaning, tries) * (1 + JITTER) + timedelta(seconds=GATHER_S)
    assert wait(meaning, tries) <= wait(meaning, tries, spread) <= most


@given(meanings, tries, spreads, st.timedeltas(timedelta(0), timedelta(days=3)))
def test_nothing_is_tried_after_its_time(meaning, tries, spread, left):
    at = next_try(meaning, tries=tries, spread=spread, now=NOON, until=NOON + left)

    assert at is None or NOON < at < NOON + left


@given(st.sampled_from(sorted(OURS)), tries)
def test_who_puts_something_right_has_half_an_hour_for_it_at_least(meaning, tries):
    assert wait(meaning, tries) >= timedelta(minutes=30)


def test_what_was_put_off_together_does_not_come_back_together():
    assert len({wait(Meaning.SLOW_DOWN, spread=number / 100) for number in range(100)}) >= 10


def test_a_mail_has_two_days():
    assert tries_end(first_try=NOON, began=NOON, event_begins=None) == NOON + LIFE


def test_nobody_is_invited_to_what_has_begun():
    event = NOON + timedelta(hours=3)

    assert tries_end(first_try=NOON, began=NOON, event_begins=event) == event
    assert tries_end(first_try=NOON, began=NOON, event_begins=NOON + timedelta(days=9)) == NOON + LIFE


def test_who_invites_to_what_has_begun_already_means_it_so():
    yesterday = NOON - timedelta(days=1)

    assert tries_end(first_try=NOON, began=NOON, event_begins=yesterday) == NOON + LIFE


def test_a_mail_somebody_waits_for_is_tried_again_within_a_minute_and_not_for_ever():
    assert next_notice(0, NOON) == next_notice(1, NOON) == NOON + timedelta(minutes=1)
    assert next_notice(9, NOON) is None
