"""A clock is set an hour forward or back: nobody loses a batch, nobody is mailed twice, no mail is of tomorrow."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from newsletter.campaigns.lifecycle import State
from newsletter.delivery.models import BatchState
from newsletter.delivery.presses import Press, Presses
from newsletter.delivery.services import sending
from newsletter.delivery.services.claiming import claim
from newsletter.delivery.watching import LEASE_S
from tests.clock import NOON
from tests.fakes import Act

HOUR = timedelta(hours=1)
both_ways = pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["forward", "back"])


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch):
    """The ledger hears of every mail before the next one is sent."""
    monkeypatch.setattr(sending, "RECORD_EVERY", 1)


@pytest.fixture
def set_clock(place):
    def by(jump):
        place.office.clock.now += jump

    return by


@both_ways
def test_it_takes_a_batch_from_nobody_who_lives(place, set_clock, jump):
    campaign = place.started(2)
    (job,) = place.office.letterbox.emptied()
    with place.office.sessions() as session:
        claim(session, **job.numbers, now=NOON)
    place.office.sweep()

    set_clock(jump)
    place.office.sweep()
    assert [one.state for one in place.batches(campaign)] == [BatchState.SENDING]

    place.office.clock.wait(seconds=LEASE_S)
    place.office.sweep()
    assert [one.state for one in place.batches(campaign)] == [BatchState.QUEUED]


@both_ways
def test_a_worker_goes_on_through_it(place, set_clock, jump):
    campaign = place.started(5)
    place.office.relay.will(Act.ACCEPT, lambda: set_clock(jump), Act.PUT_OFF)

    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 4, "deferred": 1}
    assert len(place.office.relay.taken) == 4


@both_ways
def test_what_was_put_off_goes_once_and_an_hour_late_at_most(place, set_clock, jump):
    campaign = place.started(3)
    place.office.relay.will(*[Act.PUT_OFF] * 3)
    place.office.empty_letterbox()

    set_clock(jump)
    for _ in range(15):
        place.office.sweep()
        place.office.empty_letterbox()
        place.office.clock.wait(minutes=5)

    assert place.states(campaign) == {"sent": 3}
    assert len(place.office.relay.taken) == 3
    assert place.state(campaign) is State.DONE


@both_ways
def test_a_job_that_got_lost_is_named_again_an_hour_late_at_most(place, set_clock, jump):
    campaign = place.started(3)
    place.office.letterbox.emptied()

    set_clock(jump)
    place.office.clock.wait(minutes=62)
    place.office.sweep()
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 3}


def test_no_mail_is_of_tomorrow_once_the_clock_is_right_again(place, set_clock):
    place.office.batch_size = 1
    set_clock(HOUR)
    place.started(2)
    first, second = place.office.letterbox.emptied()
    place.office.do(first)

    set_clock(-HOUR)
    place.office.do(second)

    early, right = (message_from_bytes(one.body, policy=policy.default) for one in place.office.relay.taken)
    assert early["Date"].datetime == NOON + HOUR
    assert right["Date"].datetime == NOON


@pytest.mark.parametrize(("since", "is_kept"), [(timedelta(seconds=59), True), (HOUR, False), (-HOUR, False)])
def test_a_press_is_kept_for_its_time_and_not_from_the_future(since, is_kept):
    presses, share = Presses(), (1, 1, 1, "en")

    def make():
        return Press(None, None)  # type: ignore[arg-type]  # nobody looks into it

    first = presses.find(share, make, now=NOON)

    assert (presses.find(share, make, now=NOON + since) is first) == is_kept
