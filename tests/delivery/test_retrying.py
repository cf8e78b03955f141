from datetime import timedelta
from itertools import pairwise

from newsletter.delivery.retrying import next_try
from tests.clock import NOON


def wait_after(attempts):
    at = next_try(attempts, NOON)
    assert at is not None
    return at - NOON


def test_each_wait_is_longer_than_the_one_before():
    assert all(before < after for before, after in pairwise(map(wait_after, range(1, 9))))


def test_greylisting_passes_within_ten_minutes():
    assert wait_after(1) + wait_after(2) <= timedelta(minutes=10)


def test_there_is_a_last_try():
    assert next_try(9, NOON) is None
    assert next_try(900, NOON) is None


def test_a_message_never_tried_is_tried_soon():
    assert next_try(0, NOON) == next_try(1, NOON) == NOON + timedelta(minutes=1)
