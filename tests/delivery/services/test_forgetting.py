"""An old campaign's people go out of the ledger; its figures stay, at any moment the same."""

import pytest
from sqlalchemy import func, select

from newsletter.activity.models import Activity
from newsletter.campaigns.lifecycle import State
from newsletter.delivery import queries
from newsletter.delivery.models import Attempt, Batch, Message
from newsletter.delivery.services import forgetting
from newsletter.delivery.services.forgetting import NotOver, forget
from newsletter.reports.outcome import outcome
from newsletter.reports.replies import replies
from newsletter.subscribers.models import SuppressionReason
from tests.clock import NOON
from tests.factories import make_person, say_yes
from tests.fakes import Act


@pytest.fixture
def campaign(place):
    """Two unions, three fates, a mail in doubt and what a relay said to it all."""
    campaign = place.launched(7)
    place.bar(make_person(place.session, place.ue, lists=[place.topic]), SuppressionReason.BOUNCED)
    for _ in range(2):
        make_person(place.session, place.unifor, lists=[place.topic], language="fr")
    say_yes(place.session, campaign, place.unifor)
    place.office.start(campaign.id)
    place.office.relay.will(Act.REFUSE, Act.PUT_OFF, Act.TAKE_AND_FALL_SILENT)
    place.office.empty_letterbox()
    place.office.clock.wait(hours=1)
    place.office.sweep()
    place.office.empty_letterbox()
    assert place.state(campaign) is State.DONE
    return campaign


def figures(place, campaign):
    """What the report shows, to the alliance and to one union."""
    seen = [None, [place.ue.id], [place.unifor.id]]
    return [
        (
            outcome(place.session, campaign_id=campaign.id, union_ids=unions),
            queries.fates(place.session, campaign_id=campaign.id, union_ids=unions),
            queries.sent_again(place.session, campaign_id=campaign.id, union_ids=unions),
            replies(place.session, campaign_id=campaign.id, union_ids=unions),
        )
        for unions in seen
    ]


def left(place, table, campaign):
    rows = select(func.count()).select_from(table).where(table.campaign_id == campaign.id)
    return place.session.scalars(rows).one()


@pytest.mark.parametrize("at_once", [1, 3, 1000])
def test_the_people_go_and_the_figures_stay(place, campaign, monkeypatch, at_once):
    monkeypatch.setattr(forgetting, "SET", at_once)
    before = figures(place, campaign)

    forgotten = 0
    while some := forget(place.session, campaign_id=campaign.id, now=NOON):
        forgotten += some
        assert figures(place, campaign) == before

    assert forgotten == 10
    assert [left(place, table, campaign) for table in (Message, Attempt, Batch)] == [0, 0, 0]
    assert figures(place, campaign) == before
    (line,) = place.session.scalars(select(Activity).filter_by(verb="campaign.forgotten"))
    assert (line.subject_id, line.details) == (campaign.id, {"messages": 10})


def test_nothing_happens_a_second_time(place, campaign):
    assert forget(place.session, campaign_id=campaign.id, now=NOON)
    before = figures(place, campaign)

    assert forget(place.session, campaign_id=campaign.id, now=NOON) == 0

    assert figures(place, campaign) == before


def test_another_campaign_keeps_its_people(place, campaign):
    other = place.started(2)

    while forget(place.session, campaign_id=campaign.id, now=NOON):
        pass

    assert left(place, Message, other) == 12


@pytest.mark.parametrize("state", [one for one in State if one not in forgetting.OVER])
def test_what_may_still_go_out_is_not_forgotten(place, campaign, state):
    place.steer(campaign, state)

    with pytest.raises(NotOver, match=str(state)):
        forget(place.session, campaign_id=campaign.id, now=NOON)


def test_a_cancelled_campaign_is_forgotten_once_it_is_put_away(place):
    campaign = place.started(2)
    place.steer(campaign, State.CANCELLED)

    with pytest.raises(NotOver):
        forget(place.session, campaign_id=campaign.id, now=NOON)
    place.office.sweep()

    assert forget(place.session, campaign_id=campaign.id, now=NOON) == 2


def test_a_late_yes_finds_nobody_any_more(place):
    make_person(place.session, place.unifor, lists=[place.topic])
    campaign = place.started(1)
    place.office.empty_letterbox()
    while forget(place.session, campaign_id=campaign.id, now=NOON):
        pass

    say_yes(place.session, campaign, place.unifor)

    assert place.office.release(campaign.id, place.unifor.id) == 0
    assert place.state(campaign) is State.DONE
    assert place.fates(campaign).held == 1
