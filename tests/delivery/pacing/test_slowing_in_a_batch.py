"""An operator that asks for less is slowed alone; the others keep their speed, and nobody loses a try by it."""

from datetime import timedelta

from newsletter.campaigns.lifecycle import State
from newsletter.delivery.models import BatchState
from newsletter.delivery.pacing.limits import LimitOn, Rates
from newsletter.delivery.services.attempts import TOO_LATE
from newsletter.delivery.services.limiting import set_limit
from tests.clock import NOON
from tests.factories import make_person
from tests.fakes import Act


def people_at(place, *domains):
    return [
        make_person(place.session, place.ue, lists=[place.topic], email=f"person{number}@{domain}")
        for number, domain in enumerate(domains)
    ]


def test_the_others_go_on_and_who_is_put_off_keeps_every_try(place):
    people_at(place, "gmail.com", "ue.example", "googlemail.com", "ue.example", "gmail.com")
    campaign = place.started()
    place.office.relay.will(Act.SLOW_DOWN)

    place.office.empty_letterbox()

    assert [one.split("@")[1] for one in place.office.relay.recipients] == ["ue.example", "ue.example"]
    assert place.states(campaign) == {"sent": 2, "queued": 3}
    assert sum(one.attempts for one in place.messages(campaign)) == 2
    (batch,) = place.batches(campaign)
    assert batch.state is BatchState.QUEUED
    assert timedelta(minutes=9, seconds=59) < batch.due_at - NOON <= timedelta(minutes=10)
    assert batch.problem == "421 4.7.28 Our system has detected an unusual rate of mail from you"


def test_after_the_pause_one_goes_and_then_ever_more(place):
    people_at(place, "gmail.com", "gmail.com", "gmail.com")
    campaign = place.started()
    place.office.relay.will(Act.SLOW_DOWN)
    place.office.empty_letterbox()

    place.office.clock.wait(minutes=10)
    place.office.sweep()
    place.office.empty_letterbox()
    assert place.states(campaign) == {"sent": 1, "queued": 2}

    for _ in range(3):
        place.office.clock.wait(seconds=20)
        place.office.sweep()
        place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 3}
    assert place.state(campaign) is State.DONE
    assert {one.attempts for one in place.messages(campaign)} == {1}


def test_greylisting_slows_nobody(place):
    people_at(place, "gmail.com", "gmail.com")
    campaign = place.started()
    place.office.relay.will(Act.PUT_OFF)

    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 1, "deferred": 1}


def test_a_union_that_has_used_up_its_day_waits_and_the_batch_says_until_when(place):
    people_at(place, "ue.example", "ue.example", "ue.example")
    set_limit(place.session, on=LimitOn.UNION, name=str(place.ue.id), rates=Rates(per_day=2))
    campaign = place.started()

    place.office.empty_letterbox()
    (batch,) = place.batches(campaign)

    assert place.states(campaign) == {"sent": 2, "queued": 1}
    assert batch.due_at > NOON + timedelta(hours=23)
    place.office.clock.wait(hours=26)
    place.office.sweep()
    place.office.empty_letterbox()
    assert place.states(campaign) == {"sent": 3}


def test_whom_their_operator_keeps_waiting_for_two_days_fail(place):
    people_at(place, "gmail.com", "gmail.com", "ue.example")
    campaign = place.started()
    place.office.relay.will(Act.SLOW_DOWN)

    place.office.empty_letterbox()
    assert place.states(campaign) == {"sent": 1, "queued": 2}
    place.office.clock.wait(hours=48)
    place.office.sweep()
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 1, "failed": 2}
    assert place.messages(campaign)[0].reply == TOO_LATE.text
    assert place.state(campaign) is State.DONE


def test_who_waits_for_their_own_union_s_limit_is_given_more_than_two_days(place):
    people_at(place, *["ue.example"] * 4)
    set_limit(place.session, on=LimitOn.UNION, name=str(place.ue.id), rates=Rates(per_day=1))
    campaign = place.started()

    for _ in range(4):
        place.office.empty_letterbox()
        place.office.clock.wait(hours=26)
        place.office.sweep()

    assert place.states(campaign) == {"sent": 4}
