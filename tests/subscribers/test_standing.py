from itertools import product

import pytest

from newsletter.subscribers.standing import Standing, Step, after

EVERY = (None, *Standing)
PAIRS = list(product(EVERY, Step))


@pytest.mark.parametrize(("standing", "step"), PAIRS)
def test_every_standing_has_an_answer_to_every_step(standing, step):
    assert after(standing, step) in EVERY


@pytest.mark.parametrize(("standing", "step"), PAIRS)
def test_a_step_taken_twice_is_a_step_taken_once(standing, step):
    once = after(standing, step)

    assert after(once, step) is once


@pytest.mark.parametrize("standing", EVERY)
def test_nobody_is_subscribed_who_did_not_ask_before_confirming(standing):
    confirmed = after(standing, Step.CONFIRM) is Standing.CONFIRMED

    assert confirmed == (standing in {Standing.PENDING, Standing.CONFIRMED})


@pytest.mark.parametrize("standing", Standing)
def test_leaving_always_works(standing):
    assert after(standing, Step.LEAVE) is Standing.UNSUBSCRIBED


def test_who_left_comes_back_by_asking_and_confirming():
    assert after(after(Standing.UNSUBSCRIBED, Step.ASK), Step.CONFIRM) is Standing.CONFIRMED


@pytest.mark.parametrize(("standing", "step"), PAIRS)
def test_once_there_a_subscription_is_never_forgotten(standing, step):
    assert standing is None or after(standing, step) is not None
