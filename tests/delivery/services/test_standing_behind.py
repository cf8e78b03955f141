"""A yes that is taken back holds what has not gone out yet; a new one lets it go."""

import pytest

from newsletter.accounts.services import open_account
from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.services.approving import decide
from newsletter.delivery.fates import MessageState
from newsletter.delivery.services import sending
from tests.clock import NOON
from tests.factories import make_person, say_yes
from tests.fakes import Act


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch):
    """The ledger hears of every mail before the next one is sent."""
    monkeypatch.setattr(sending, "RECORD_EVERY", 1)


def say(place, campaign, *, granted):
    """UE's word on all of it."""
    place.session.flush()
    place.session.expire_all()
    ana = open_account(place.session, email="ana@ue.example", name="Ana", language="en", password_hash="x", now=NOON)
    for language in campaign.languages:
        decide(
            place.session,
            campaign=campaign,
            union_id=place.ue.id,
            language=language,
            seen_revision=campaign.revision,
            granted=granted,
            account_id=ana.id,
            now=NOON,
        )


def held(place, campaign):
    return {one.reason for one in place.messages(campaign) if one.state is MessageState.HELD}


def test_a_no_before_its_turn_holds_a_batch(place):
    campaign = place.started(3)

    say(place, campaign, granted=False)
    place.office.empty_letterbox()
    place.office.sweep()

    assert place.states(campaign) == {"held": 3}
    assert held(place, campaign) == {Reason.UNAPPROVED}
    assert place.office.relay.taken == []
    assert place.state(campaign) is State.DONE


def test_a_no_while_it_goes_out_holds_the_rest(place):
    campaign = place.started(4)

    place.office.relay.will(Act.ACCEPT, lambda: say(place, campaign, granted=False))
    place.office.empty_letterbox()
    place.office.sweep()
    place.office.empty_letterbox()

    assert place.states(campaign)["held"] > 0
    assert place.states(campaign)["sent"] + place.states(campaign)["held"] == 4
    assert place.fates(campaign).adds_up


def test_an_edit_of_what_it_tells_holds_what_was_put_off(place):
    campaign = place.started(2)
    place.office.relay.will(Act.ACCEPT, Act.PUT_OFF)
    place.office.empty_letterbox()

    campaign.revision += 1
    place.session.flush()
    place.office.clock.wait(minutes=20)
    place.office.sweep()
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 1, "held": 1}
    assert held(place, campaign) == {Reason.UNAPPROVED}


def test_a_new_yes_lets_go_what_was_held(place):
    campaign = place.started(3)
    say(place, campaign, granted=False)
    place.office.empty_letterbox()
    place.office.sweep()

    say(place, campaign, granted=True)
    place.office.sweep()
    place.office.empty_letterbox()
    place.office.sweep()

    assert place.states(campaign) == {"sent": 3}
    assert place.state(campaign) is State.DONE


def test_one_unions_no_stops_no_other_union(place):
    make_person(place.session, place.unifor, lists=[place.topic])
    campaign = place.launched(2)
    say_yes(place.session, campaign, place.unifor)
    place.office.start(campaign.id)

    say(place, campaign, granted=False)
    place.office.empty_letterbox()

    assert [(one.via_union_id, one.state) for one in place.messages(campaign)] == [
        (place.unifor.id, MessageState.SENT),
        (place.ue.id, MessageState.HELD),
        (place.ue.id, MessageState.HELD),
    ]


def test_a_new_yes_is_to_new_words_not_to_those_still_on_the_press(place):
    place.office.batch_size = 1
    campaign = place.started(2)
    first, second = place.office.letterbox.emptied()
    place.office.do(first)

    campaign.revision += 1
    campaign.variant("en").blocks = [{"kind": "text", "html": "<p>Moved to Friday</p>"}]
    say(place, campaign, granted=True)
    place.office.do(second)

    before, after = (envelope.body for envelope in place.office.relay.taken)
    assert b"Moved to Friday" not in before
    assert b"Moved to Friday" in after
