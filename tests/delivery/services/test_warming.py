"""What is on a ramp sends so much a day and no more, on all hosts, and those go first who answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from newsletter.activity.models import Activity
from newsletter.campaigns.lifecycle import State
from newsletter.delivery.pacing.limits import LimitOn, Rates
from newsletter.delivery.pacing.warming import Ramp, RampOn
from newsletter.delivery.services.foretelling import foretell
from newsletter.delivery.services.limiting import limits, set_limit
from newsletter.delivery.services.warming import take_off, warm_up
from newsletter.events.models import Answer, Rsvp
from newsletter.subscribers.models import Basis, ConsentAction, ConsentRecord
from tests.factories import make_event, make_person

INSTALLATION = "0"


@pytest.fixture
def ramp(place):
    """Puts something on a ramp."""

    def put(first, *, on=RampOn.RELAY, name=INSTALLATION, growth_percent=100, target=1000):
        made = Ramp(first, growth_percent, target)
        now = place.office.clock.now
        warm_up(place.session, on=on, name=name, ramp=made, union_id=place.alliance.id, account_id=1, now=now)
        place.session.flush()

    return put


def a_day(place):
    """The rest of it, hour by hour."""
    for _ in range(24):
        place.office.clock.wait(hours=1)
        place.office.sweep()
        place.office.empty_letterbox()


def sent(place, campaign):
    return place.states(campaign)["sent"]


def test_each_day_so_much_more_until_all_are_through(place, ramp):
    ramp(3)
    campaign = place.started(20)

    place.office.empty_letterbox()
    assert sent(place, campaign) == 3

    a_day(place)
    assert 6 <= sent(place, campaign) <= 9

    for _ in range(3):
        a_day(place)
    assert place.state(campaign) is State.DONE
    assert sent(place, campaign) == 20


def test_who_goes_by_another_domain_does_not_wait(place, ramp):
    domain = place.ue.short_name  # nobody mails from it
    ramp(1, on=RampOn.DOMAIN, name=domain)
    campaign = place.started(5)

    place.office.empty_letterbox()

    assert sent(place, campaign) == 5


def test_a_domain_is_that_of_the_unions_sender(place, ramp):
    sender = limits(place.session, now=place.office.clock.now).senders
    assert sender == {}
    ramp(2, on=RampOn.DOMAIN, name="ue.example")
    assert limits(place.session, now=place.office.clock.now).senders == {place.ue.id: "ue.example"}
    campaign = place.started(5)

    place.office.empty_letterbox()

    assert sent(place, campaign) == 2


def test_off_the_ramp_everything_goes(place, ramp):
    ramp(2)
    campaign = place.started(5)
    place.office.empty_letterbox()

    now = place.office.clock.now
    take_off(place.session, on=RampOn.RELAY, name=INSTALLATION, union_id=place.alliance.id, account_id=1, now=now)
    place.session.flush()
    a_day(place)

    assert sent(place, campaign) == 5
    verbs = list(place.session.scalars(select(Activity.verb).where(Activity.verb.startswith("warm_up."))))
    assert verbs == ["warm_up.set", "warm_up.ended"]


def test_a_change_of_the_ramp_does_not_begin_it_anew(place, ramp):
    ramp(10)
    place.office.clock.wait(days=2)
    ramp(20, growth_percent=50)

    assert limits(place.session, now=place.office.clock.now).warming == {(RampOn.RELAY, INSTALLATION): 45}


def test_a_ramp_that_is_at_its_end_limits_nothing(place, ramp):
    ramp(10, target=30)
    place.office.clock.wait(days=2)

    assert limits(place.session, now=place.office.clock.now).warming == {}


def agreed(place, person, ago):
    """Confirmed once more."""
    place.session.add(
        ConsentRecord(
            subscriber_id=person.id,
            list_id=place.topic.id,
            union_id=place.ue.id,
            action=ConsentAction.CONFIRMED,
            basis=Basis.EXPRESS,
            source="/join",
            at=place.office.clock.now - ago,
        )
    )


def answered(place, person, event, ago):
    at = place.office.clock.now - ago
    place.session.add(
        Rsvp(event_id=event.id, subscriber_id=person.id, union_id=place.ue.id, answer=Answer.NO, answered_at=at)
    )


def test_who_answers_invitations_goes_first_then_who_agreed_last(place, ramp, monkeypatch):
    monkeypatch.setattr("newsletter.delivery.services.starting.FINE", 1)
    silent, long_ago, lately, old_answer, answer = (
        make_person(place.session, place.ue, lists=[place.topic], email=f"{name}@ue.example")
        for name in ("silent", "long-ago", "lately", "old-answer", "answer")
    )
    event = make_event(place.session, place.alliance)
    agreed(place, long_ago, timedelta(days=300))
    agreed(place, lately, timedelta(days=1))
    answered(place, old_answer, event, timedelta(days=90))
    answered(place, answer, event, timedelta(days=2))
    place.session.flush()
    ramp(3)
    campaign = place.started()

    place.office.empty_letterbox()

    assert place.office.relay.recipients == ["answer@ue.example", "old-answer@ue.example", "lately@ue.example"]
    assert place.fates(campaign).adds_up
    batch_of = {one.subscriber_id: one.batch_number for one in place.messages(campaign)}
    assert batch_of[lately.id] < batch_of[long_ago.id] < batch_of[silent.id]


def test_nobody_is_lost_when_batches_are_dealt_out_anew(place, ramp):
    place.office.batch_size = 3
    people = [make_person(place.session, place.ue, lists=[place.topic]) for _ in range(8)]
    event = make_event(place.session, place.alliance)
    for person in people[5:]:
        answered(place, person, event, timedelta(days=1))
    place.session.flush()
    ramp(100)
    campaign = place.started()

    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 8}
    assert place.state(campaign) is State.DONE


def test_the_day_is_foretold_and_comes_true(place, ramp):
    ramp(3)
    campaign = place.started(20)

    found = foretell(place.session, people={place.ue.id: 20}, campaign_id=campaign.id, now=place.office.clock.now)

    assert found
    assert (found.slowest.on, found.slowest.name) == (RampOn.RELAY, INSTALLATION)
    place.office.empty_letterbox()
    while place.state(campaign) is not State.DONE:
        a_day(place)
    late = place.office.clock.now - found.at
    assert timedelta(0) <= late + timedelta(days=1) <= timedelta(days=2)


def test_what_went_out_today_is_reckoned_with(place):
    set_limit(place.session, on=LimitOn.UNION, name=str(place.ue.id), rates=Rates(per_day=5))
    campaign = place.started(12)
    place.office.empty_letterbox()
    begun = place.office.clock.now
    place.office.clock.wait(hours=5)

    found = foretell(place.session, people={place.ue.id: 7}, campaign_id=campaign.id, now=place.office.clock.now)

    assert found
    assert found.at == begun + timedelta(hours=50)


def test_mailboxes_that_a_slow_operator_keeps_are_reckoned_with_before_it_goes_out(place):
    for number in range(40):
        make_person(place.session, place.ue, lists=[place.topic], email=f"a{number}@hotmail.ca")
        make_person(place.session, place.ue, lists=[place.topic], email=f"a{number}@ue.example")
    set_limit(place.session, on=LimitOn.OPERATOR, name="microsoft", rates=Rates(per_hour=10))

    found = foretell(place.session, people={place.ue.id: 80}, now=place.office.clock.now)

    assert found
    assert (found.slowest.name, found.slowest.people) == ("microsoft", 40)
    assert timedelta(hours=3) < found.at - place.office.clock.now < timedelta(hours=4)


def test_nothing_is_foretold_where_nothing_limits(place):
    make_person(place.session, place.ue, lists=[place.topic])

    assert foretell(place.session, people={place.ue.id: 1000}, now=place.office.clock.now) is None
