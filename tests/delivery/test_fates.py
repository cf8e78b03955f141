from itertools import product

import pytest

from newsletter.delivery.fates import FATES, UNDER_WAY, Happening, MessageState, after

PAIRS = list(product(MessageState, Happening))
FINAL = (MessageState.SENT, MessageState.FAILED, MessageState.SUPPRESSED)
REPLIES = (Happening.ACCEPTED, Happening.TRY_LATER, Happening.REFUSED, Happening.DOUBT, Happening.NOT_TRIED)


@pytest.mark.parametrize(("state", "happening"), PAIRS)
def test_every_state_has_an_answer_to_every_happening(state, happening):
    assert after(state, happening) in MessageState


def test_every_state_is_a_fate_or_under_way_and_never_both():
    assert sorted([*FATES, *UNDER_WAY]) == sorted(MessageState)


@pytest.mark.parametrize(("state", "happening"), list(product(FINAL, Happening)))
def test_nothing_leaves_a_final_state(state, happening):
    assert after(state, happening) is state


@pytest.mark.parametrize("state", [MessageState.HELD, MessageState.UNCERTAIN])
@pytest.mark.parametrize("happening", Happening)
def test_what_is_held_or_uncertain_is_only_released_on_purpose(state, happening):
    released = after(state, happening) is not state

    assert released == (happening is Happening.RELEASE)


@pytest.mark.parametrize(("state", "reply"), list(product((MessageState.QUEUED, *FATES), REPLIES)))
def test_a_late_reply_changes_nothing(state, reply):
    assert after(state, reply) is state


@pytest.mark.parametrize("state", FATES)
def test_only_what_is_queued_is_handed_to_a_relay(state):
    assert after(state, Happening.CLAIM) is state


@pytest.mark.parametrize("state", [MessageState.QUEUED, MessageState.SENDING, MessageState.DEFERRED])
def test_who_leaves_in_time_is_suppressed(state):
    assert after(state, Happening.LEFT) is MessageState.SUPPRESSED


@pytest.mark.parametrize("state", UNDER_WAY)
def test_from_everywhere_under_way_every_way_ends_in_a_fate(state):
    reached, waiting = set(), {state}
    while waiting:
        reached |= waiting
        waiting = {after(one, happening) for one in waiting for happening in Happening} - reached

    assert reached >= {MessageState.SENT, MessageState.FAILED, MessageState.SUPPRESSED, MessageState.UNCERTAIN}
