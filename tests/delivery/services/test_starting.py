from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from newsletter.activity.models import Activity
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.delivery.models import Message
from newsletter.subscribers.models import Basis, Subscription
from tests.clock import NOON
from tests.delivery.conftest import furnished
from tests.factories import make_campaign, make_person, say_yes
from tests.together import at_once


def launched(place):
    campaign = make_campaign(place.session, place.alliance, place.topic, state=State.WAITING)
    for _ in range(5):
        make_person(place.session, place.ue, lists=[place.topic])
    say_yes(place.session, campaign, place.ue)
    return campaign


def test_a_campaign_starts_once(place):
    campaign = launched(place)

    assert place.office.start(campaign.id)
    assert not place.office.start(campaign.id)

    place.session.refresh(campaign)
    assert (campaign.state, campaign.started_at) == (State.SENDING, NOON)
    assert len(place.messages(campaign)) == 5
    assert len(place.office.letterbox.jobs) == 1
    verbs = place.session.scalars(select(Activity.verb)).all()
    assert verbs.count("campaign.started") == 1


@pytest.mark.parametrize("state", [one for one in State if one is not State.WAITING])
def test_only_a_waiting_campaign_starts(place, state):
    campaign = launched(place)
    campaign.state = state

    assert not place.office.start(campaign.id)
    assert place.messages(campaign) == []


def test_not_before_its_time(place):
    campaign = launched(place)
    campaign.starts_at = NOON + timedelta(seconds=1)

    assert not place.office.start(campaign.id)
    place.office.clock.wait(seconds=1)
    assert place.office.start(campaign.id)


def test_a_campaign_that_is_not_there_does_not_start(place):
    assert not place.office.start(404)


def test_of_many_workers_at_the_same_moment_one_starts_it(office):
    with office.sessions() as session:
        campaign_id = launched(furnished(office, session)).id

    started = at_once(*[lambda: office.start(campaign_id)] * 4)

    assert sorted(started) == [False, False, False, True]
    with office.sessions() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 5


@pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
def test_nobody_waits_for_a_worker_that_is_freezing(office):
    with office.sessions() as session:
        campaign_id = launched(furnished(office, session)).id

    with office.sessions() as freezing:
        freezing.execute(update(Campaign).values(state=State.SENDING))

        assert not office.start(campaign_id)


def test_whose_ground_came_to_its_end_is_not_in_the_audience(place):
    campaign = place.launched(3)
    first = place.session.scalars(select(Subscription).order_by(Subscription.subscriber_id)).first()
    first.basis, first.expires_at = Basis.MEMBERSHIP, place.office.clock.now
    place.session.commit()

    place.office.start(campaign.id)

    assert first.subscriber_id not in {one.subscriber_id for one in place.messages(campaign)}
    assert place.states(campaign).total() == 2
