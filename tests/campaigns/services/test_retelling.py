"""An event written again takes back every yes to a mail that tells of it."""

from dataclasses import replace

import pytest

from newsletter.campaigns import queries
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.services.approving import ask, decide
from newsletter.campaigns.services.retelling import retell
from newsletter.events.services.holding import EventFacts
from tests.campaigns.conftest import ANA_ID, NOON
from tests.factories import make_campaign, make_event


@pytest.fixture
def event(session, alliance):
    return make_event(session, alliance.nasp)


@pytest.fixture
def facts(event):
    return EventFacts(**{name: getattr(event, name) for name in EventFacts.__dataclass_fields__})


@pytest.fixture
def invitation(session, alliance, event):
    """A joint one, to which all said yes."""
    return agreed(session, make_campaign(session, alliance.nasp, alliance.topic, event=event))


def agreed(session, campaign):
    ask(session, campaign=campaign, account_id=ANA_ID, now=NOON)
    for approval in campaign.approvals:
        decide(
            session,
            campaign=campaign,
            union_id=approval.union_id,
            language=approval.language,
            seen_revision=campaign.revision,
            granted=True,
            account_id=ANA_ID,
            now=NOON,
        )
    assert campaign.approvals
    assert all(one.counts for one in campaign.approvals)
    return campaign


def rewrite(session, event, facts, **changed):
    return retell(session, event=event, facts=replace(facts, **changed), account_id=ANA_ID, now=NOON)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": {"en": "Something else"}},
        {"description": {"en": "Something else"}},
        {"online_url": "https://elsewhere.example/"},
        {"speakers": []},
    ],
    ids=str,
)
def test_an_edit_of_its_event_takes_the_yes_to_an_invitation_back(session, event, facts, invitation, changed):
    rewrite(session, event, facts, **changed)

    assert not any(one.counts for one in invitation.approvals)


def test_saving_an_event_as_it_was_takes_nothing_back(session, event, facts, invitation):
    assert not rewrite(session, event, facts).moved

    assert all(one.counts for one in invitation.approvals)


def blocks_that_name(event_id):
    listed = {"kind": "event_list", "title": "", "events": [event_id]}
    return [{"kind": "event_card", "event": event_id}, listed, {"kind": "two_columns", "left": [], "right": [listed]}]


@pytest.mark.parametrize("which", range(3))
def test_so_it_is_with_a_mail_whose_blocks_tell_of_it(session, alliance, event, facts, which):
    named = make_campaign(session, alliance.nasp, alliance.topic)
    named.variants[1].blocks = [blocks_that_name(event.id)[which]]
    agreed(session, named)

    rewrite(session, event, facts, place="Moved")

    assert not any(one.counts for one in named.approvals)


def test_a_mail_that_does_not_tell_of_it_keeps_its_yes(session, alliance, event, facts):
    other = agreed(
        session, make_campaign(session, alliance.nasp, alliance.topic, event=make_event(session, alliance.ue))
    )

    rewrite(session, event, facts, place="Moved")

    assert all(one.counts for one in other.approvals)


@pytest.mark.parametrize("state", [State.WAITING, State.SENDING, State.PAUSED])
def test_while_it_goes_out_the_unions_are_asked_again_at_once(session, alliance, facts, invitation, state):
    invitation.state = state

    retold = rewrite(session, invitation.event, facts, place="Moved")

    assert (retold.moved, retold.stopped) == (True, 1)
    waiting = queries.waiting_approvals(session, union_ids=[alliance.ue.id])
    assert {one.campaign_id for one in waiting} == {invitation.id}


def test_what_is_over_is_over(session, event, facts, invitation):
    invitation.state = State.DONE

    assert rewrite(session, event, facts, place="Moved").stopped == 0
    assert all(one.counts for one in invitation.approvals)
