from datetime import timedelta

import pytest
from sqlalchemy import update

from newsletter.audiences import Audience
from newsletter.campaigns.lifecycle import NotNow, State
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.services.describing import choose_audience
from newsletter.campaigns.services.editing import EditedMeanwhile
from newsletter.campaigns.services.launching import (
    NotReady,
    Obstacle,
    cancel,
    launch,
    obstacles,
    pause,
    resume,
    take_back,
)
from newsletter.campaigns.services.writing import write_subject
from tests.campaigns.conftest import NOON, seen

MINUTE = timedelta(minutes=1)


def go(session, campaign, **more):
    given = {"seen_revision": campaign.revision, "grace": MINUTE, "account_id": 1, "now": NOON}
    launch(session, campaign=campaign, **given | more)


def by(session, campaign):
    return {"session": session, "campaign": campaign, "account_id": 1, "now": NOON}


def test_a_launched_campaign_waits_out_its_grace_time(session, campaign):
    go(session, campaign)

    assert campaign.state is State.WAITING
    assert campaign.starts_at == NOON + MINUTE


def test_a_scheduled_one_waits_for_its_time(session, campaign):
    go(session, campaign, at=NOON + timedelta(days=2))

    assert campaign.starts_at == NOON + timedelta(days=2)


def test_launching_asks_every_union_and_says_yes_only_for_ones_own(session, campaign, alliance):
    go(session, campaign, yes_from=[alliance.ue.id])

    assert {one.union_id for one in campaign.approvals if one.counts} == {alliance.ue.id}
    assert {one.union_id for one in campaign.approvals if one.waits} == {alliance.unifor.id}


def test_what_goes_out_is_what_the_launcher_saw(session, campaign):
    with pytest.raises(EditedMeanwhile):
        go(session, campaign, seen_revision=campaign.revision - 1)


def test_of_two_clicks_one_launches(session, campaign):
    go(session, campaign)

    with pytest.raises(NotNow):
        go(session, campaign)


def test_a_state_that_somebody_else_just_changed_is_not_overwritten(session, campaign):
    go(session, campaign)
    started = update(Campaign).values(state=State.SENDING).execution_options(synchronize_session=False)
    session.execute(started)  # what a worker commits while this session still believes it waits

    with pytest.raises(NotNow) as refusal:
        take_back(**by(session, campaign))

    assert refusal.value.state is State.SENDING


def test_taken_back_it_is_a_draft_again(session, campaign):
    go(session, campaign)

    take_back(**by(session, campaign))

    assert (campaign.state, campaign.starts_at) == (State.DRAFT, None)


@pytest.mark.parametrize(
    ("before", "step", "then"),
    [
        (State.SENDING, pause, State.PAUSED),
        (State.PAUSED, resume, State.SENDING),
        (State.SENDING, cancel, State.CANCELLED),
        (State.PAUSED, cancel, State.CANCELLED),
    ],
)
def test_on_its_way_it_is_paused_resumed_and_cancelled(session, campaign, before, step, then):
    campaign.state = before
    session.flush()

    step(**by(session, campaign))

    assert campaign.state is then


def test_an_unwritten_campaign_is_not_ready(session, campaign):
    write_subject(session, campaign=campaign, language="en", edit=seen(campaign, "en"), subject="", preheader="")

    assert obstacles(session, campaign=campaign) == [Obstacle.SOURCE_INCOMPLETE]
    with pytest.raises(NotReady):
        go(session, campaign)


@pytest.mark.parametrize(
    ("audience", "obstacle"),
    [
        (Audience(()), Obstacle.NO_LISTS),
        (Audience((404,)), Obstacle.LISTS_GONE),
    ],
)
def test_an_audience_needs_lists_that_exist(session, campaign, audience, obstacle):
    choose_audience(session, campaign=campaign, edit=seen(campaign), audience=audience.to_json())

    assert obstacles(session, campaign=campaign) == [obstacle]


def test_a_campaign_for_nobody_is_not_launched(session, campaign, alliance):
    nobody = Audience((alliance.topic.id,)).to_json() | {"only": {"countries": ["MX"]}}
    choose_audience(session, campaign=campaign, edit=seen(campaign), audience=nobody)

    with pytest.raises(NotReady) as refusal:
        go(session, campaign)
    assert refusal.value.obstacles == [Obstacle.NOBODY]
