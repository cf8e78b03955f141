from itertools import product

import pytest

from newsletter.exporting.lifecycle import ExportEvent, ExportNotNow, ExportState, after


@pytest.mark.parametrize(("state", "event"), list(product(ExportState, ExportEvent)))
def test_every_state_has_an_answer_to_every_event(state, event):
    try:
        assert after(state, event) in ExportState
    except ExportNotNow as refusal:
        assert str(event) in str(refusal)


@pytest.mark.parametrize("state", [ExportState.GONE, ExportState.CANCELLED])
def test_nothing_leaves_a_final_state(state):
    for event in ExportEvent:
        with pytest.raises(ExportNotNow):
            after(state, event)
