"""What staff decide takes effect while real workers send."""

import time

import pytest
from sqlalchemy.orm import Session

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.services import launching
from newsletter.db import writing
from tests.clock import NOON
from tests.workers.conftest import wait_until

pytestmark = [pytest.mark.redis, pytest.mark.smtp_sink]

AT_MOST_S = 2.0


def test_pause_resume_and_cancel_take_effect_within_two_seconds(
    start_workers, slow_smtp_sink, engine, launched, look
):
    def steer(step):
        with Session(writing(engine)) as session:
            step(session, campaign=session.get_one(Campaign, launched), account_id=1, now=NOON)
            session.commit()
        time.sleep(AT_MOST_S)
        return sent()

    def sent():
        return look()[1].sent

    start_workers(slow_smtp_sink)
    wait_until(sent)

    paused = steer(launching.pause)
    time.sleep(AT_MOST_S)
    assert sent() == paused

    steer(launching.resume)
    wait_until(lambda: sent() > paused)

    cancelled = steer(launching.cancel)
    time.sleep(AT_MOST_S)
    assert sent() == cancelled < 50

    wait_until(lambda: look()[1].held == 50 - cancelled)
    assert look()[0] is State.CANCELLED
