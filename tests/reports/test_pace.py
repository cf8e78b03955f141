from datetime import timedelta

from newsletter.delivery.fates import MessageState
from newsletter.reports.pace import Pace, pace
from tests.reports.conftest import NOON


def test_the_pace_is_that_of_the_last_seconds(session, ledger):
    for seconds in (5, 10, 300):
        ledger.write(ledger.ue, MessageState.SENT, sent_at=NOON - timedelta(seconds=seconds))

    found = pace(
        session, campaign_id=ledger.campaign.id, union_ids=None, started_at=NOON - timedelta(hours=1), now=NOON
    )

    assert found.per_second == 2 / 20


def test_when_nothing_moves_nobody_can_say_how_long():
    assert Pace(0).time_left(100) is None
    assert Pace(50).time_left(100) == timedelta(seconds=2)
