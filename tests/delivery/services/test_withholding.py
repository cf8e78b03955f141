"""A cancelled campaign's batches come back from their workers at any moment, and none is forgotten."""

from itertools import count

import pytest
from sqlalchemy import event, select, update

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Batch, BatchState, Message
from newsletter.delivery.services import withholding
from newsletter.delivery.services.claiming import claim
from newsletter.delivery.services.closing import close
from newsletter.delivery.services.withholding import withhold_cancelled
from tests.delivery.conftest import furnished

STATEMENTS = 4
"""At most: one that looks for campaigns, one about batches, two about messages."""

only_where_two_can_write = pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)


@pytest.fixture
def behind(engine):
    """Does something on another connection behind the statement of this number, or behind the last one."""

    def arrange(number, act):
        numbers = count(1)

        def look(*_statement):
            if next(numbers) == number:
                act()

        def end():
            event.remove(engine, "after_cursor_execute", look)
            if next(numbers) <= number:
                act()

        event.listen(engine, "after_cursor_execute", look)
        return end

    return arrange


@only_where_two_can_write
@pytest.mark.parametrize("number", range(1, STATEMENTS + 1))
def test_a_batch_that_is_given_back_while_others_are_withheld_is_not_forgotten(office, behind, number):
    with office.sessions() as session:
        campaign_id = furnished(office, session).launched(3).id
    office.start(campaign_id)
    (job,) = office.letterbox.emptied()
    with office.sessions() as session:
        taken = claim(session, **job.numbers, now=office.clock.now)
    assert taken
    with office.sessions() as session:
        session.execute(update(Campaign).values(state=State.CANCELLED))

    def give_back():
        with office.sessions() as session:
            close(session, taken, problem="cannot reach the relay", now=office.clock.now)

    end = behind(number, give_back)
    with office.sessions() as session:
        withhold_cancelled(session)
    end()
    office.sweep()

    with office.sessions() as session:
        assert set(session.scalars(select(Message.state))) == {MessageState.HELD}
        assert set(session.scalars(select(Batch.state))) == {BatchState.DONE}


def test_a_large_campaign_is_withheld_in_sets(place, monkeypatch):
    monkeypatch.setattr(withholding, "AT_ONCE", 2)
    place.office.batch_size = 1
    campaign = place.started(5)
    place.steer(campaign, State.CANCELLED)

    seen = []
    for _ in range(3):
        place.office.sweep()
        seen.append(place.states(campaign)["held"])

    assert seen == [2, 4, 5]
    assert place.office.relay.taken == []
