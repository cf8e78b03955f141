"""What was put off is tried again as long as there is time, and what was said at each try is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from newsletter.campaigns.lifecycle import State
from newsletter.delivery.fates import MessageState
from newsletter.delivery.meanings import Meaning
from newsletter.delivery.models import Attempt
from newsletter.delivery.retrying import LIFE
from newsletter.delivery.services.attempts import TOO_LATE
from newsletter.events.models import Event
from tests.clock import NOON
from tests.factories import make_event
from tests.fakes import Act


def attempts(place, campaign):
    return list(
        place.session.scalars(
            select(Attempt).filter_by(campaign_id=campaign.id).order_by(Attempt.subscriber_id, Attempt.number)
        )
    )


def live_on(place, hours, step=9):
    for _ in range(0, hours, step):
        place.office.empty_letterbox()
        place.office.clock.wait(hours=step)
        place.office.sweep()
    place.office.empty_letterbox()


def invitation(place, people, begins_in):
    event = make_event(place.session, place.alliance, starts_at=NOON + begins_in)
    return place.started(people, event=event)


def test_a_mail_that_is_accepted_leaves_no_line(place):
    campaign = place.started(3)

    place.office.empty_letterbox()

    assert attempts(place, campaign) == []


def test_what_was_said_at_each_try_is_kept_without_the_name(place):
    campaign = place.started(1)
    place.office.relay.will(Act.PUT_OFF, Act.FALL_SILENT, Act.REFUSE)

    live_on(place, 27)

    kept = attempts(place, campaign)
    assert [(one.number, one.code, one.status, one.meaning) for one in kept] == [
        (1, 451, "4.7.1", Meaning.GREYLISTED),
        (2, 0, "", Meaning.NO_ANSWER),
        (3, 550, "5.1.1", Meaning.NO_SUCH_ADDRESS),
    ]
    assert kept[2].text == "550 5.1.1 <…>: No such mailbox"
    assert kept[0].at == NOON


def test_after_two_days_it_has_failed_and_says_so(place):
    campaign = place.started(1)
    place.office.relay.will(*[Act.PUT_OFF] * 40)

    live_on(place, 72)

    (message,) = place.messages(campaign)
    assert message.state is MessageState.FAILED
    assert message.reply.startswith(TOO_LATE.text)
    assert "Greylisted" in message.reply
    assert attempts(place, campaign)[-1].meaning is Meaning.EXPIRED
    assert attempts(place, campaign)[-2].at < NOON + LIFE
    assert place.state(campaign) is State.DONE


def test_who_may_have_got_it_is_uncertain_when_the_time_is_over(place):
    campaign = place.started(1)
    place.office.relay.will(Act.FALL_SILENT, *[Act.PUT_OFF] * 40)

    live_on(place, 72)

    assert place.states(campaign) == {"uncertain": 1}


def test_a_try_that_comes_late_is_made_all_the_same(place):
    campaign = place.started(1)
    place.office.relay.will(Act.PUT_OFF)
    place.office.empty_letterbox()
    place.steer(campaign, State.PAUSED)
    place.office.clock.wait(days=4)
    place.steer(campaign, State.SENDING)

    live_on(place, 9)

    assert place.states(campaign) == {"sent": 1}


def test_an_invitation_is_not_tried_again_once_its_event_has_begun(place):
    campaign = invitation(place, 1, timedelta(minutes=3))
    place.office.relay.will(Act.PUT_OFF)

    place.office.empty_letterbox()

    assert place.states(campaign) == {"failed": 1}
    assert [one.meaning for one in attempts(place, campaign)] == [Meaning.GREYLISTED, Meaning.EXPIRED]


@pytest.mark.parametrize(("act", "fate"), [(Act.PUT_OFF, "failed"), (Act.FALL_SILENT, "uncertain")])
def test_an_invitation_that_was_paused_until_its_event_began_does_not_go_out(place, act, fate):
    campaign = invitation(place, 3, timedelta(hours=2))
    place.office.relay.will(act, Act.GO_AWAY)
    place.office.empty_letterbox()
    place.steer(campaign, State.PAUSED)
    place.office.clock.wait(hours=3)
    place.steer(campaign, State.SENDING)

    live_on(place, 9)

    assert place.states(campaign) == {"failed": 2} | {fate: 1 + 2 * (fate == "failed")}
    assert place.office.relay.taken == []
    assert {one.meaning for one in attempts(place, campaign) if one.code == 0} >= {Meaning.EXPIRED}


def test_an_event_that_is_put_off_leaves_more_time(place):
    campaign = invitation(place, 1, timedelta(hours=1))
    place.office.relay.will(Act.PUT_OFF)
    place.office.empty_letterbox()
    place.session.execute(update(Event).values(starts_at=NOON + timedelta(days=1)))

    live_on(place, 9)

    assert place.states(campaign) == {"sent": 1}


def test_who_invites_to_what_has_begun_already_means_it_so(place):
    campaign = invitation(place, 1, timedelta(hours=-1))

    live_on(place, 9)

    assert place.states(campaign) == {"sent": 1}


def test_what_is_ours_to_put_right_is_not_the_persons_failure(place):
    campaign = place.started(1)
    place.office.relay.will(Act.DISTRUST)

    place.office.empty_letterbox()
    assert place.states(campaign) == {"deferred": 1}
    live_on(place, 9)

    assert place.states(campaign) == {"sent": 1}
