from itertools import product

import pytest

from newsletter.subscribers.importing.lifecycle import ImportEvent, ImportNotNow, ImportState, after


@pytest.mark.parametrize(("state", "event"), list(product(ImportState, ImportEvent)))
def test_every_state_has_an_answer_to_every_event(state, event):
    try:
        assert after(state, event) in ImportState
    except ImportNotNow as refusal:
        assert str(event) in str(refusal)


def test_nothing_begins_again_what_is_done():
    for event in ImportEvent:
        with pytest.raises(ImportNotNow):
            after(ImportState.DONE, event)
