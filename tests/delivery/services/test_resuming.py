"""Whoever presses “Go on” says that it is mended: what was put off because of us goes out at once."""

from sqlalchemy import select

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Halt
from newsletter.campaigns.services import launching
from newsletter.delivery.models import Attempt
from newsletter.delivery.services.resuming import resume
from tests.fakes import Act


def go_on(place, campaign):
    place.session.expire_all()
    resume(place.session, campaign=campaign, account_id=1, now=place.office.clock.now)
    place.session.flush()
    place.office.sweep()
    place.office.empty_letterbox()


def test_what_was_refused_because_of_us_is_tried_at_once(place):
    campaign = place.started(12)
    place.office.relay.will(*[Act.DISTRUST] * 12)
    place.office.empty_letterbox()
    assert place.state(campaign) is State.PAUSED

    go_on(place, campaign)

    assert place.states(campaign) == {"sent": 12}
    assert place.state(campaign) is State.DONE


def test_what_was_put_off_for_another_reason_keeps_its_time(place):
    campaign = place.started(12)
    place.office.relay.will(Act.PUT_OFF, *[Act.DISTRUST] * 11)
    place.office.empty_letterbox()
    assert place.state(campaign) is State.PAUSED

    go_on(place, campaign)

    assert place.states(campaign) == {"sent": 11, "deferred": 1}


def test_who_was_not_trusted_first_and_greylisted_since_waits_for_that(place):
    campaign = place.started(12)
    place.office.relay.will(*[Act.DISTRUST] * 12)
    place.office.empty_letterbox()
    place.office.relay.will(Act.PUT_OFF, *[Act.DISTRUST] * 11)
    go_on(place, campaign)
    assert place.state(campaign) is State.PAUSED

    go_on(place, campaign)

    assert place.states(campaign) == {"sent": 11, "deferred": 1}
    assert len(place.session.scalars(select(Attempt).filter_by(campaign_id=campaign.id)).all()) == 24


def test_a_relay_that_turned_us_away_is_asked_at_once(place):
    campaign = place.started(3)
    with place.office.sessions() as session:
        halted = session.get_one(type(campaign), campaign.id)
        launching.halt(session, campaign=halted, why=Halt.TURNED_AWAY, said="535", now=place.office.clock.now)
    (batch,) = place.batches(campaign)
    batch.problem = "535 5.7.8 Sign-in refused"
    place.session.flush()
    place.office.letterbox.emptied()

    go_on(place, campaign)

    assert place.states(campaign) == {"sent": 3}


def test_after_a_pause_somebody_asked_for_every_time_stays(place):
    campaign = place.started(3)
    place.office.relay.will(Act.DISTRUST)
    place.office.empty_letterbox()
    place.session.expire_all()
    launching.pause(place.session, campaign=campaign, account_id=1, now=place.office.clock.now)

    go_on(place, campaign)

    assert place.states(campaign) == {"sent": 2, "deferred": 1}
