"""A worker takes up the next batch while the last mails of the present one are on their way."""

import pytest
from sqlalchemy.exc import OperationalError

from newsletter.campaigns.lifecycle import State
from newsletter.delivery.models import BatchState
from newsletter.delivery.services import sending
from newsletter.delivery.services.turns import take_turn
from newsletter.delivery.watching import LEASE_S
from tests.fakes import Act, Killed

SPELL_S = 2.0


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch):
    """The ledger hears of every mail before the next one is sent."""
    monkeypatch.setattr(sending, "RECORD_EVERY", 1)


@pytest.fixture
def campaign(place):
    """Of three batches, two people each."""
    place.office.spell_s, place.office.batch_size = SPELL_S, 2
    return place.started(6)


def do_one_job(place):
    place.office.do(place.office.letterbox.emptied()[0])


def batch_states(place, campaign):
    return [one.state for one in place.batches(campaign)]


def test_one_job_sends_what_follows_its_batch(place, campaign):
    do_one_job(place)

    assert place.states(campaign) == {"sent": 6}
    assert len(set(place.office.relay.recipients)) == len(place.office.relay.taken) == 6
    assert place.state(campaign) is State.DONE


def test_the_jobs_of_batches_sent_ahead_find_nothing_left(place, campaign):
    place.office.empty_letterbox()

    assert len(place.office.relay.taken) == 6
    assert [one.claims for one in place.batches(campaign)] == [1, 1, 1]


def test_after_its_time_a_worker_looks_at_the_other_lanes(place, campaign):
    place.office.relay.will(Act.ACCEPT, lambda: place.office.clock.wait(seconds=SPELL_S))

    do_one_job(place)

    assert batch_states(place, campaign) == [BatchState.DONE, BatchState.DONE, BatchState.QUEUED]
    assert place.states(campaign) == {"sent": 4, "queued": 2}


def test_the_next_batch_is_claimed_before_the_present_one_is_over_and_nobody_of_it_announced(place, campaign):
    seen: list[tuple[BatchState, int]] = []

    def look():
        seen.extend((one.state, one.reach) for one in place.batches(campaign))

    place.office.relay.will(Act.ACCEPT, look)

    do_one_job(place)

    present, following, last = seen
    assert present[0] is following[0] is BatchState.SENDING
    assert present[1] > 0
    assert following[1] == 0
    assert last == (BatchState.QUEUED, 0)


def test_of_a_batch_that_was_only_claimed_nobody_is_in_doubt_when_the_host_is_lost(place, campaign):
    place.office.relay.will(Act.ACCEPT, Act.KILL_AFTER)
    with pytest.raises(Killed):
        place.office.empty_letterbox()
    assert batch_states(place, campaign) == [BatchState.SENDING, BatchState.SENDING, BatchState.QUEUED]

    place.office.sweep()
    place.office.clock.wait(seconds=LEASE_S)
    place.office.sweep()
    assert [one.doubts for one in place.messages(campaign)] == [0, 1, 0, 0, 0, 0]
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 6}
    assert len(place.office.relay.taken) == 7


@pytest.mark.parametrize("stop", [State.PAUSED, State.CANCELLED])
def test_a_stop_before_its_first_mail_gives_it_back(place, campaign, stop):
    place.office.relay.will(Act.ACCEPT, lambda: place.steer(campaign, stop))

    do_one_job(place)

    assert len(place.office.relay.taken) == 2
    assert BatchState.SENDING not in batch_states(place, campaign)


def test_while_it_waits_it_gives_signs_of_life(place):
    place.office.spell_s, place.office.batch_size = SPELL_S, 3
    campaign, beats = place.started(6), []
    place.office.relay.will(*[lambda: beats.append(place.batches(campaign)[1].beats)] * 3)

    do_one_job(place)

    assert beats == [0, 0, 1]
    assert place.states(campaign) == {"sent": 6}


def test_a_flaw_in_the_present_one_gives_it_back(place, campaign):
    def break_down():
        raise RuntimeError("a flaw of ours")

    place.office.relay.will(Act.ACCEPT, break_down)
    with pytest.raises(RuntimeError):
        do_one_job(place)

    present, following, _ = place.batches(campaign)
    assert "a flaw of ours" in present.problem
    assert (following.state, following.problem) == (BatchState.QUEUED, None)


def test_a_ledger_that_is_away_when_the_next_one_is_claimed_ends_the_turn(place, campaign, monkeypatch):
    def away(session, *, campaign_id, number, now):
        if number is None:
            raise OperationalError("SELECT", {}, Exception("gone"))
        return take_turn(session, campaign_id=campaign_id, number=number, now=now)

    monkeypatch.setattr(sending, "take_turn", away)
    place.office.empty_letterbox()
    while place.states(campaign)["queued"]:
        place.office.sweep()
        place.office.empty_letterbox()

    assert len(set(place.office.relay.recipients)) == len(place.office.relay.taken) == 6
