"""A campaign that only does harm stops by itself, and only a person lets it go on."""

from sqlalchemy import select

from newsletter.activity.models import Activity
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Halt
from newsletter.campaigns.services import launching
from newsletter.delivery.fates import MessageState
from tests.fakes import Act


def resume(place, campaign):
    assert place.state(campaign) is State.PAUSED
    launching.resume(place.session, campaign=campaign, account_id=1, now=place.office.clock.now)
    place.session.flush()


def deferred(place, campaign):
    return [one for one in place.messages(campaign) if one.state is MessageState.DEFERRED]


def test_ten_refusals_of_our_mail_pause_the_campaign_and_fail_nobody(place):
    campaign = place.started(12)
    place.office.relay.will(*[Act.DISTRUST] * 12)

    place.office.empty_letterbox()

    assert place.state(campaign) is State.PAUSED
    assert (campaign.halt, campaign.halt_reply) == (
        Halt.NOT_TRUSTED,
        "550 5.7.26 This mail is not authenticated",
    )
    assert place.states(campaign) == {"deferred": 12}


def test_it_stands_in_the_log_without_anybody_having_done_it(place):
    campaign = place.started(10)
    place.office.relay.will(*[Act.DISTRUST] * 10)

    place.office.empty_letterbox()

    (line,) = place.session.scalars(select(Activity).filter_by(verb="campaign.halted")).all()
    assert (line.account_id, line.subject_id, line.union_id) == (None, campaign.id, campaign.union_id)
    assert line.details == {"why": "not_trusted"}


def test_it_goes_on_when_a_person_says_so(place):
    campaign = place.started(12)
    place.office.relay.will(*[Act.DISTRUST] * 12)
    place.office.empty_letterbox()
    place.office.clock.wait(hours=3)
    assert place.office.sweep() == []

    resume(place, campaign)
    place.office.sweep()
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 12}
    assert (campaign.halt, campaign.halt_reply, campaign.strain) == (None, None, 0)
    assert place.state(campaign) is State.DONE


def test_what_still_does_harm_stops_again(place):
    campaign = place.started(10)
    place.office.relay.will(*[Act.DISTRUST] * 20)
    place.office.empty_letterbox()
    place.office.clock.wait(hours=3)

    resume(place, campaign)
    place.office.sweep()
    place.office.empty_letterbox()

    assert place.state(campaign) is State.PAUSED
    assert len(deferred(place, campaign)) == 10


def test_a_few_among_many_are_put_off_and_nothing_stops(place):
    campaign = place.started(60)
    place.office.relay.will(*([Act.DISTRUST] + [Act.ACCEPT] * 29) * 2)

    place.office.empty_letterbox()

    assert place.state(campaign) is State.SENDING
    assert place.states(campaign) == {"sent": 58, "deferred": 2}


def test_the_weight_goes_away_with_the_mails_that_are_accepted(place):
    place.office.batch_size = 10
    campaign = place.started(40)
    place.office.relay.will(Act.DISTRUST)

    place.office.empty_letterbox()

    assert place.state(campaign) is State.SENDING
    assert campaign.strain == 0


def test_one_dead_address_after_the_other_pauses_it(place):
    campaign = place.started(100)
    place.office.relay.will(*[Act.REFUSE] * 100)

    place.office.empty_letterbox()

    assert place.state(campaign) is State.PAUSED
    assert campaign.halt is Halt.REFUSED
    assert "@" not in campaign.halt_reply
    assert place.states(campaign) == {"failed": 100}


def test_greylisting_stops_nothing(place):
    campaign = place.started(200)
    place.office.relay.will(*[Act.PUT_OFF] * 200)

    place.office.empty_letterbox()

    assert (place.state(campaign), campaign.strain) == (State.SENDING, 0)


def test_a_relay_that_refuses_our_sign_in_pauses_it_and_costs_nobody_a_try(place):
    campaign = place.started(2)
    place.office.relay.will(*[Act.TURN_AWAY] * 9)

    for _ in range(4):
        place.office.empty_letterbox()
        place.office.clock.wait(minutes=1)
        place.office.sweep()

    assert place.state(campaign) is State.PAUSED
    assert campaign.halt is Halt.TURNED_AWAY
    assert "Bad credentials" in campaign.halt_reply
    assert {one.attempts for one in place.messages(campaign)} == {0}
    assert len(place.office.relay.script) == 6


def test_a_relay_that_is_away_does_not(place):
    campaign = place.started(2)
    place.office.relay.will(*[Act.GO_AWAY] * 9)

    for _ in range(4):
        place.office.empty_letterbox()
        place.office.clock.wait(minutes=1)
        place.office.sweep()

    assert place.state(campaign) is State.SENDING


def test_a_cancelled_campaign_stays_cancelled(place):
    campaign = place.started(11)
    place.office.relay.will(lambda: place.steer(campaign, State.CANCELLED), *[Act.DISTRUST] * 10)

    place.office.empty_letterbox()

    assert place.state(campaign) is State.CANCELLED
    assert campaign.halt is None
