"""A late yes lets one union's share go, and nobody else's."""

import time
from threading import Event

import pytest

from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.delivery import queries
from newsletter.delivery.services.releasing import release
from newsletter.queueing import JobName
from newsletter.subscribers.models import Subscriber, SuppressionReason
from newsletter.unions.models import Union
from tests.clock import NOON
from tests.delivery.conftest import furnished
from tests.factories import make_person, make_union, say_yes
from tests.together import at_once


@pytest.fixture
def ilwu(place):
    return make_union(place.session, "ilwu")


@pytest.fixture
def campaign(place, ilwu):
    """UE's share is sent; those of Unifor (in two languages) and ILWU are held."""
    for union, language in ((place.unifor, "en"), (place.unifor, "fr"), (ilwu, "en")):
        make_person(place.session, union, lists=[place.topic], language=language)
    campaign = place.started(1)
    place.office.empty_letterbox()
    assert place.states(campaign) == {"sent": 1, "held": 3}
    return campaign


def held(place, campaign):
    return {(one.via_union_id, one.language) for one in place.messages(campaign) if one.reason is Reason.UNAPPROVED}


def test_the_share_that_got_its_yes_goes_out(place, campaign, ilwu):
    say_yes(place.session, campaign, place.unifor)

    assert place.office.release(campaign.id, place.unifor.id) == 2
    assert [job.name for job in place.office.letterbox.jobs] == [JobName.SEND_BATCH] * 2
    place.office.empty_letterbox()

    assert held(place, campaign) == {(ilwu.id, "en")}
    assert place.states(campaign) == {"sent": 3, "held": 1}
    assert place.fates(campaign).adds_up


def test_a_yes_in_one_language_is_none_in_another(place, campaign, ilwu):
    say_yes(place.session, campaign, place.unifor)
    next(one for one in campaign.approvals if (one.union_id, one.language) == (place.unifor.id, "fr")).granted = False

    assert place.office.release(campaign.id, place.unifor.id) == 1
    assert held(place, campaign) == {(ilwu.id, "en"), (place.unifor.id, "fr")}


def test_without_a_yes_nothing_is_released(place, campaign, ilwu):
    say_yes(place.session, campaign, place.unifor)

    assert place.office.release(campaign.id, ilwu.id) == 0
    assert len(held(place, campaign)) == 3


def test_a_yes_to_an_older_text_releases_nothing(place, campaign):
    say_yes(place.session, campaign, place.unifor)
    campaign.revision += 1

    assert place.office.release(campaign.id, place.unifor.id) == 0


def test_a_campaign_that_was_done_goes_on_and_is_done_again(place, campaign):
    assert place.state(campaign) is State.DONE
    say_yes(place.session, campaign, place.unifor)
    place.office.clock.wait(days=2)

    place.office.release(campaign.id, place.unifor.id)
    assert (place.state(campaign), campaign.finished_at) == (State.SENDING, None)
    place.office.empty_letterbox()

    assert (place.state(campaign), campaign.finished_at) == (State.DONE, place.office.clock.now)


def test_a_paused_campaign_stays_paused(place, campaign):
    place.steer(campaign, State.PAUSED)
    say_yes(place.session, campaign, place.unifor)

    place.office.release(campaign.id, place.unifor.id)
    place.office.empty_letterbox()

    assert place.state(campaign) is State.PAUSED
    assert place.states(campaign) == {"sent": 1, "queued": 2, "held": 1}


@pytest.mark.parametrize("state", [State.DRAFT, State.WAITING, State.CANCELLED])
def test_what_has_not_begun_or_was_cancelled_releases_nothing(place, campaign, state):
    say_yes(place.session, campaign, place.unifor)
    place.steer(campaign, state)
    place.session.expire_all()

    assert place.office.release(campaign.id, place.unifor.id) == 0


def test_releasing_twice_sends_once(place, campaign):
    say_yes(place.session, campaign, place.unifor)

    place.office.release(campaign.id, place.unifor.id)
    assert place.office.release(campaign.id, place.unifor.id) == 0
    place.office.empty_letterbox()

    assert len(place.office.relay.taken) == 3


def test_who_complained_while_the_share_was_held_is_not_mailed(place, campaign):
    french = next(one for one in place.messages(campaign) if one.language == "fr")
    place.bar(place.session.get_one(Subscriber, french.subscriber_id), SuppressionReason.COMPLAINED)
    say_yes(place.session, campaign, place.unifor)

    place.office.release(campaign.id, place.unifor.id)
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 2, "suppressed": 1, "held": 1}


def test_a_released_batch_goes_through_its_own_union(place, campaign):
    say_yes(place.session, campaign, place.unifor)

    place.office.release(campaign.id, place.unifor.id)
    place.office.empty_letterbox()

    assert all(b"news@unifor.example" in one.body for one in place.office.relay.taken[1:])


def test_a_release_that_is_not_committed_yet_keeps_its_campaign_open(office):
    with office.sessions() as session:
        place = furnished(office, session)
        make_person(session, place.unifor, lists=[place.topic])
        campaign, unifor = place.launched(1), place.unifor
        campaign_id, union_id = campaign.id, unifor.id
    office.start(campaign_id)
    (job,) = office.letterbox.emptied()
    with office.sessions() as session:
        say_yes(session, session.get_one(Campaign, campaign_id), session.get_one(Union, union_id))
    released = Event()

    def release_slowly():
        with office.work() as (session, outbox):
            release(session, outbox, campaign_id=campaign_id, union_id=union_id, now=NOON)
            released.set()
            time.sleep(0.2)

    def send_the_rest():
        released.wait()
        office.do(job)

    at_once(release_slowly, send_the_rest)
    office.empty_letterbox()

    with office.sessions() as session:
        assert queries.fates(session, campaign_id=campaign_id).sent == 2
        assert session.get_one(Campaign, campaign_id).state is State.DONE
