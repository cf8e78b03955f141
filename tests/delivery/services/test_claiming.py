"""Two workers and one batch: whoever holds the claim writes, and nobody is mailed twice who need not be."""

import pytest

from newsletter.campaigns.lifecycle import State
from newsletter.delivery.models import BatchState
from newsletter.delivery.services import sending
from newsletter.delivery.services.claiming import Hold, claim, renew
from newsletter.delivery.watching import LEASE_S
from newsletter.queueing import Job, JobName
from tests.clock import NOON
from tests.delivery.conftest import furnished
from tests.fakes import Act
from tests.together import at_once


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch):
    """The ledger hears of every mail before the next one is sent."""
    monkeypatch.setattr(sending, "RECORD_EVERY", 1)


@pytest.fixture
def campaign(place):
    return place.started(4)


def first_job(place):
    (job,) = place.office.letterbox.emptied()
    return job


def claimed(place, job):
    with place.office.sessions() as session:
        return claim(session, **job.numbers, now=place.office.clock.now)


def test_a_batch_is_claimed_once(place, campaign):
    job = first_job(place)

    assert claimed(place, job).ticket == 1
    assert claimed(place, job) is None

    assert [one.state for one in place.batches(campaign)] == [BatchState.SENDING]


def test_a_batch_that_is_done_is_not_claimed(place, campaign):
    job = first_job(place)
    place.office.do(job)

    assert claimed(place, job) is None


@pytest.mark.parametrize("state", [State.PAUSED, State.CANCELLED, State.DONE])
def test_a_batch_is_only_claimed_while_its_campaign_is_sending(place, campaign, state):
    place.steer(campaign, state)

    assert claimed(place, first_job(place)) is None
    assert place.states(campaign) == {"queued": 4}


def test_of_many_workers_at_the_same_moment_one_gets_it(office):
    with office.sessions() as session:
        campaign = furnished(office, session).launched(3)
        campaign_id = campaign.id
    office.start(campaign_id)
    (job,) = office.letterbox.emptied()

    def take():
        with office.sessions() as session:
            return claim(session, **job.numbers, now=NOON) is not None

    assert sorted(at_once(*[take] * 4)) == [False, False, False, True]


def test_many_workers_with_the_same_jobs_mail_everybody_once(office):
    with office.sessions() as session:
        campaign_id = furnished(office, session).launched(9).id
    office.batch_size = 3
    office.start(campaign_id)
    jobs = office.letterbox.emptied()

    def work():
        for job in jobs:
            office.do(job)

    at_once(*[work] * 3)

    assert len(office.relay.taken) == len(set(office.relay.recipients)) == 9


def test_a_claim_announces_how_far_it_will_go(place, campaign):
    place.office.window.size = 3
    reached = []
    place.office.relay.will(lambda: reached.append(place.batches(campaign)[0].reach))

    place.office.empty_letterbox()

    people = [one.subscriber_id for one in place.messages(campaign)]
    assert reached == [people[2]]
    assert place.states(campaign) == {"sent": 4}


def test_a_sign_of_life_keeps_a_claim(place, campaign):
    taken = claimed(place, first_job(place))
    place.office.sweep()

    place.office.clock.wait(seconds=LEASE_S - 1)
    with place.office.sessions() as session:
        assert renew(session, taken, reach=0, aside=[], progressed=False) is Hold.FIRM
    place.office.sweep()
    place.office.clock.wait(seconds=LEASE_S - 1)

    assert place.office.sweep() == []


def test_a_slow_worker_whose_claim_nobody_wanted_goes_on(place, campaign):
    taken = claimed(place, first_job(place))
    place.office.clock.wait(hours=1)

    with place.office.sessions() as session:
        assert renew(session, taken, reach=0, aside=[], progressed=False) is Hold.FIRM


def test_a_pause_stops(place, campaign):
    taken = claimed(place, first_job(place))

    place.steer(campaign, State.PAUSED)

    with place.office.sessions() as session:
        assert renew(session, taken, reach=0, aside=[], progressed=False) is Hold.STOPPED


def test_a_later_claim_wins(place, campaign):
    job = first_job(place)
    taken = claimed(place, job)
    wait_for_the_lease(place)

    assert claimed(place, job).ticket == 3

    with place.office.sessions() as session:
        assert renew(session, taken, reach=0, aside=[], progressed=False) is Hold.LOST


def test_a_worker_that_wakes_up_behind_another_stops(place, campaign):
    job = first_job(place)

    def oversleep():
        wait_for_the_lease(place)
        place.office.do(job)

    place.office.relay.will(oversleep)
    place.office.do(job)

    assert place.states(campaign) == {"sent": 4}
    assert place.state(campaign) is State.DONE
    recipients = place.office.relay.recipients
    assert sorted(recipients.count(one) for one in set(recipients)) == [1, 1, 1, 2]


@pytest.mark.parametrize("late", [Act.REFUSE, Act.PUT_OFF, Act.FALL_SILENT, Act.GO_AWAY])
def test_what_it_hears_too_late_is_not_written_over_what_the_other_is_doing(place, campaign, late):
    job = first_job(place)

    def oversleep():
        wait_for_the_lease(place)
        assert claimed(place, job).ticket == 3
        return late

    place.office.relay.will(oversleep)
    place.office.do(job)

    assert place.states(campaign) == {"queued": 4}
    assert [one.state for one in place.batches(campaign)] == [BatchState.SENDING]


def test_what_the_relay_accepted_is_true_whoever_says_it(place, campaign):
    job = first_job(place)

    def oversleep():
        wait_for_the_lease(place)
        assert claimed(place, job).ticket == 3

    place.office.relay.will(oversleep)
    place.office.do(job)

    assert place.states(campaign) == {"sent": 1, "queued": 3}


def test_claiming_nothing_is_no_error(place):
    assert claimed(place, Job(JobName.SEND_BATCH, {"campaign_id": 404, "number": 1})) is None


def wait_for_the_lease(place):
    """Somebody watches meanwhile."""
    place.office.sweep()
    place.office.clock.wait(seconds=LEASE_S)
    place.office.sweep()
