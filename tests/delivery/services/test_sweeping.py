"""Rows are the truth, the queue is a hint: whatever a queue loses is named again."""

import pytest
from sqlalchemy import select

from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import BatchState, Message
from newsletter.delivery.services import sweeping
from newsletter.queueing import Job, JobName
from tests.delivery.conftest import furnished
from tests.factories import make_person, say_yes
from tests.fakes import Act
from tests.together import at_once


def test_what_is_due_is_started(place):
    campaign = place.launched(1)

    assert place.office.sweep() == [Job(JobName.START_CAMPAIGN, {"campaign_id": campaign.id})]
    place.office.empty_letterbox()

    assert place.state(campaign) is State.DONE
    assert place.office.sweep() == []


def test_what_is_not_due_yet_is_left_alone(place):
    place.launched(1)
    place.office.clock.wait(seconds=-1)

    assert place.office.sweep() == []


def test_an_emptied_queue_loses_nothing(place):
    place.office.batch_size = 2
    campaign = place.started(5)
    lost = place.office.letterbox.emptied()

    assert place.office.sweep() == []
    place.office.clock.wait(minutes=2)
    assert place.office.sweep() == lost
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 5}


def test_what_was_just_named_again_is_not_named_every_second(place):
    place.started(1)
    place.office.clock.wait(minutes=2)
    assert len(place.office.sweep()) == 1

    place.office.clock.wait(seconds=1)
    assert place.office.sweep() == []


def test_a_queue_that_is_away_for_the_whole_time_costs_only_time(place):
    campaign = place.launched(3)
    place.office.letterbox.away = True
    place.office.start(campaign.id)
    assert place.office.letterbox.jobs == []

    place.office.letterbox.away = False
    place.office.clock.wait(minutes=2)
    place.office.sweep()
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 3}


def test_a_long_queue_is_named_in_pieces(place, monkeypatch):
    monkeypatch.setattr(sweeping, "AT_ONCE", 2)
    place.office.batch_size = 1
    campaign = place.started(5)
    place.office.letterbox.emptied()
    place.office.clock.wait(minutes=2)

    assert [len(place.office.sweep()) for _ in range(4)] == [2, 2, 1, 0]
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 5}


@pytest.mark.parametrize("state", [State.PAUSED, State.DONE])
def test_nothing_of_a_campaign_that_stands_still_is_named(place, state):
    campaign = place.started(1)
    place.steer(campaign, state)
    place.office.clock.wait(hours=1)

    assert place.office.sweep() == []


def test_what_was_put_off_goes_out_in_batches_of_one_union_and_language(place):
    for union, language in ((place.ue, "en"), (place.ue, "fr"), (place.unifor, "en"), (place.unifor, "en")):
        make_person(place.session, union, lists=[place.topic], language=language)
    campaign = place.launched()
    say_yes(place.session, campaign, place.unifor)
    place.office.start(campaign.id)
    place.office.relay.will(*[Act.PUT_OFF] * 4)
    place.office.empty_letterbox()
    before = {one.number for one in place.batches(campaign)}

    place.office.clock.wait(minutes=7)
    named = place.office.sweep()

    new = [one for one in place.batches(campaign) if one.number not in before]
    assert sorted((one.via_union_id, one.language) for one in new) == sorted(
        [(place.ue.id, "en"), (place.ue.id, "fr"), (place.unifor.id, "en")]
    )
    assert [job.numbers["number"] for job in named] == [one.number for one in new]
    assert {one.batch_number for one in place.messages(campaign)} == {one.number for one in new}
    assert place.office.sweep() == []


def test_more_than_a_batch_of_them_take_several_sweeps(place):
    campaign = place.started(5)
    place.office.batch_size = 2
    place.office.relay.will(*[Act.PUT_OFF] * 5)
    place.office.empty_letterbox()
    place.office.clock.wait(minutes=7)

    assert [len(place.office.sweep()) for _ in range(4)] == [1, 1, 1, 0]
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 5}


def test_what_was_put_off_waits_out_a_pause(place):
    campaign = place.started(1)
    place.office.relay.will(Act.PUT_OFF)
    place.office.empty_letterbox()
    place.steer(campaign, State.PAUSED)
    place.office.clock.wait(minutes=7)
    assert place.office.sweep() == []

    place.steer(campaign, State.SENDING)
    assert len(place.office.sweep()) == 1


def test_a_yes_whose_job_got_lost_is_found(place):
    make_person(place.session, place.unifor, lists=[place.topic])
    campaign = place.started(1)
    place.office.empty_letterbox()
    assert place.states(campaign) == {"sent": 1, "held": 1}

    say_yes(place.session, campaign, place.unifor)
    job = Job(JobName.RELEASE_SHARE, {"campaign_id": campaign.id, "union_id": place.unifor.id})
    assert place.office.sweep() == [job]
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 2}
    assert place.office.sweep() == []


def test_a_share_held_for_something_else_than_a_yes_is_not_asked_for_every_second(place):
    make_person(place.session, place.ue, lists=[place.topic], region="CA-QC")
    campaign = place.started(languages=["en"])
    assert [one.reason for one in place.messages(campaign)] == [Reason.FRENCH_MISSING]

    assert place.office.sweep() == []


def test_what_a_cancelled_campaign_has_not_sent_is_held_for_good(place):
    place.office.batch_size = 2
    campaign = place.started(6)
    place.office.relay.will(Act.ACCEPT, Act.PUT_OFF)
    first, *_ = place.office.letterbox.emptied()
    place.office.do(first)

    place.steer(campaign, State.CANCELLED)
    place.office.clock.wait(hours=1)
    assert place.office.sweep() == []

    assert place.states(campaign) == {"sent": 1, "held": 5}
    held = [one for one in place.messages(campaign) if one.state is MessageState.HELD]
    assert {(one.reason, one.retry_at) for one in held} == {(Reason.CANCELLED, None)}
    assert {one.state for one in place.batches(campaign)} == {BatchState.DONE}
    assert place.fates(campaign).under_way == 0


def test_a_sweep_that_finds_nothing_writes_nothing(place):
    campaign = place.started(1)
    place.office.empty_letterbox()
    before = [(one.state, one.due_at, one.claims) for one in place.batches(campaign)]

    place.office.clock.wait(days=1)
    assert place.office.sweep() == []

    assert [(one.state, one.due_at, one.claims) for one in place.batches(campaign)] == before


def test_hosts_that_sweep_at_the_same_moment_mail_nobody_twice(office):
    with office.sessions() as session:
        campaign_id = furnished(office, session).launched(6).id
    office.start(campaign_id)
    office.relay.will(*[Act.PUT_OFF] * 6)
    office.empty_letterbox()
    office.clock.wait(minutes=7)

    at_once(*[office.sweep] * 3)
    jobs = office.letterbox.emptied()
    at_once(*[lambda job=job: office.do(job) for job in jobs])

    assert len(office.relay.taken) == len(set(office.relay.recipients)) == 6
    with office.sessions() as session:
        states = session.scalars(select(Message.state)).all()
    assert set(states) == {MessageState.SENT}
