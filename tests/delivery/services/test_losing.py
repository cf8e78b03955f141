"""What is known of a batch when its worker is gone, and what becomes of the mails of which nothing is known."""

import pytest
from sqlalchemy import update

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign, InDoubt
from newsletter.delivery.fates import MessageState
from newsletter.delivery.journal import SUFFIX, Journal, Turn, orphan
from newsletter.delivery.models import Batch, BatchState
from newsletter.delivery.services import sending
from newsletter.delivery.services.claiming import claim
from newsletter.delivery.services.losing import DEADLY, MAX_DEATHS, REST, settle
from newsletter.delivery.watching import LEASE_S
from newsletter.mail.smtp import Kind, Outcome
from tests.factories import make_person
from tests.fakes import Act, Killed


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch):
    """The ledger hears of every mail before the next one is sent."""
    monkeypatch.setattr(sending, "RECORD_EVERY", 1)


@pytest.fixture
def campaign(place):
    return place.started(4)


def leave_it_in_doubt(place, campaign):
    place.session.execute(update(Campaign).where(Campaign.id == campaign.id).values(in_doubt=InDoubt.LEAVE))


def kill(place, *acts):
    """A worker dies with its host; nothing is left but the ledger."""
    place.office.relay.will(*acts)
    with pytest.raises(Killed):
        place.office.empty_letterbox()
    place.office.sweep()


def wait_for_the_lease(place):
    place.office.clock.wait(seconds=LEASE_S)
    return place.office.sweep()


def test_a_dead_hosts_batch_is_taken_over_after_its_lease(place, campaign):
    kill(place, Act.ACCEPT, Act.KILL_AFTER)
    assert place.states(campaign) == {"sent": 1, "queued": 3}
    assert place.office.letterbox.jobs == []

    assert len(wait_for_the_lease(place)) == 1
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 4}
    recipients = place.office.relay.recipients
    assert sorted(recipients.count(one) for one in set(recipients)) == [1, 1, 1, 2]
    assert [one.doubts for one in place.messages(campaign)] == [0, 1, 1, 1]


def test_only_what_was_announced_is_in_doubt(place, campaign):
    place.office.window.size = 2
    kill(place, Act.KILL_AFTER)

    wait_for_the_lease(place)

    assert [one.doubts for one in place.messages(campaign)] == [1, 1, 0, 0]


def test_where_the_campaign_says_so_what_is_in_doubt_is_left(place, campaign):
    leave_it_in_doubt(place, campaign)
    place.office.window.size = 2
    kill(place, Act.KILL_AFTER)

    wait_for_the_lease(place)
    place.office.empty_letterbox()

    assert place.states(campaign) == {"uncertain": 2, "sent": 2}
    assert len(set(place.office.relay.recipients)) == len(place.office.relay.taken) == 3


def test_who_was_set_aside_was_not_handed_over(place):
    for number, domain in enumerate(("gmail.com", "ue.example", "gmail.com", "ue.example", "ue.example")):
        make_person(place.session, place.ue, lists=[place.topic], email=f"person{number}@{domain}")
    campaign = place.started()
    kill(place, Act.SLOW_DOWN, Act.ACCEPT, Act.ACCEPT, Act.KILL_AFTER)
    (batch,) = place.batches(campaign)
    assert batch.aside == [one.subscriber_id for one in place.messages(campaign)][0:3:2]

    wait_for_the_lease(place)

    assert [one.doubts for one in place.messages(campaign)] == [0, 0, 0, 0, 1]
    place.office.clock.wait(minutes=10)
    place.office.sweep()
    place.office.empty_letterbox()
    assert place.batches(campaign)[0].aside == []


def test_of_a_cancelled_campaign_nothing_goes_out_again(place, campaign):
    kill(place, Act.ACCEPT, Act.KILL_BEFORE)
    place.steer(campaign, State.CANCELLED)
    place.office.sweep()
    assert place.states(campaign) == {"sent": 1, "queued": 3}  # its worker may still be alive

    wait_for_the_lease(place)

    assert place.states(campaign) == {"sent": 1, "uncertain": 3}
    assert place.fates(campaign).under_way == 0


def test_who_may_have_got_it_is_not_called_spared_when_the_campaign_is_cancelled_later(place, campaign):
    place.office.window.size = 2
    kill(place, Act.KILL_AFTER)
    wait_for_the_lease(place)

    place.steer(campaign, State.CANCELLED)
    place.office.sweep()

    assert place.states(campaign) == {"uncertain": 2, "held": 2}
    assert {one.reason for one in place.messages(campaign) if one.state is MessageState.UNCERTAIN} == {None}


def test_who_may_have_got_it_has_not_failed_when_a_later_try_is_refused(place, campaign):
    kill(place, Act.KILL_AFTER)
    wait_for_the_lease(place)

    place.office.relay.will(Act.REFUSE)
    place.office.empty_letterbox()

    assert place.states(campaign) == {"uncertain": 1, "sent": 3}


def test_a_batch_that_ends_every_worker_is_tried_only_now_and_then_and_says_so(place, campaign):
    for _ in range(MAX_DEATHS + 1):
        kill(place, Act.KILL_BEFORE)
        wait_for_the_lease(place)

    (batch,) = place.batches(campaign)
    assert (batch.state, batch.problem) == (BatchState.QUEUED, DEADLY)
    assert batch.due_at == place.office.clock.now + REST
    assert place.office.letterbox.emptied() == []

    place.office.clock.wait(seconds=REST.total_seconds())
    place.office.sweep()
    place.office.empty_letterbox()
    assert place.states(campaign) == {"sent": 4}


def test_a_batch_of_which_something_goes_out_is_not_worn_out(place, campaign):
    for _ in range(3):
        kill(place, Act.ACCEPT, Act.KILL_BEFORE)
        wait_for_the_lease(place)

    assert [one.deaths for one in place.batches(campaign)] == [1]


def test_whoever_comes_back_within_its_lease_is_not_robbed(place, campaign):
    (job,) = place.office.letterbox.emptied()
    with place.office.sessions() as session:
        claim(session, **job.numbers, now=place.office.clock.now)
    place.office.sweep()
    place.office.clock.wait(seconds=LEASE_S)
    place.session.execute(update(Batch).values(beats=Batch.beats + 1))

    assert place.office.sweep() == []


class TestJournal:
    """Where the host lives, exactly what was on the wire is in doubt."""

    def test_what_was_heard_is_known_and_what_was_not_handed_over_goes_on(self, place, campaign, tmp_path):
        first, second, third, fourth = (one.subscriber_id for one in place.messages(campaign))
        heard = [Outcome(first, Kind.ACCEPTED, 250, "Ok"), Outcome(second, Kind.REFUSED, 550, "5.1.1 nobody")]
        write(tmp_path, claimed(place), handed=[first, second, third], heard=heard)

        bring_in(place, tmp_path)
        place.office.sweep()
        place.office.empty_letterbox()

        assert place.states(campaign) == {"sent": 3, "failed": 1}
        assert [one.key for one in place.office.relay.taken] == [third, fourth]
        assert [one.doubts for one in place.messages(campaign)] == [0, 0, 1, 0]

    def test_the_campaign_may_say_that_it_is_left(self, place, campaign, tmp_path):
        leave_it_in_doubt(place, campaign)
        first = place.messages(campaign)[0].subscriber_id
        write(tmp_path, claimed(place), handed=[first], heard=[])

        bring_in(place, tmp_path)
        place.office.sweep()
        place.office.empty_letterbox()

        assert place.states(campaign) == {"uncertain": 1, "sent": 3}

    def test_one_that_comes_too_late_still_says_what_the_relay_took(self, place, campaign, tmp_path):
        first, second, *_ = (one.subscriber_id for one in place.messages(campaign))
        turn = claimed(place)
        place.office.sweep()
        wait_for_the_lease(place)

        write(tmp_path, turn, handed=[first, second], heard=[Outcome(first, Kind.ACCEPTED, 250, "Ok")])
        bring_in(place, tmp_path)

        assert [str(one.state) for one in place.messages(campaign)] == ["sent", "queued", "queued", "queued"]
        assert place.messages(campaign)[1].doubts == 0


def claimed(place):
    (job,) = place.office.letterbox.emptied()
    with place.office.sessions() as session:
        taken = claim(session, **job.numbers, now=place.office.clock.now)
    assert taken
    return Turn(taken.campaign_id, taken.number, taken.ticket)


def write(folder, turn, *, handed, heard):
    journal = Journal(folder)
    journal.begin(turn)
    for key in handed:
        journal.handing(key)
    for outcome in heard:
        journal.heard(outcome)
    journal.close()


def bring_in(place, folder):
    (path,) = folder.glob(f"*{SUFFIX}")
    with orphan(path) as found, place.office.sessions() as session:
        assert found
        settle(session, found, now=place.office.clock.now)
    assert not path.exists()
