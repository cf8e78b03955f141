"""On which day a campaign will be through stands beside the button that sends it, and on the live page."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from newsletter.campaigns.lifecycle import State
from newsletter.delivery.fates import MessageState
from newsletter.delivery.pacing.limits import LimitOn, Rates
from newsletter.delivery.pacing.warming import Ramp, RampOn
from newsletter.delivery.services.limiting import set_limit
from newsletter.delivery.services.warming import warm_up
from tests.factories import make_message, make_person

A_DAY_AND_ITS_PART = timedelta(hours=25)


@pytest.fixture
def three(desks, rows):
    """People who get UE's campaign."""
    others = [make_person(rows, desks.union["ue"], lists=[desks.topic]) for _ in range(2)]
    rows.commit()
    return [desks.person["ue"], *others]


@pytest.fixture
def one_a_day(desks, rows):
    set_limit(rows, on=LimitOn.UNION, name=str(desks.union["ue"].id), rates=Rates(per_day=1))
    rows.commit()


def on_a_ramp(desks, rows, on, name):
    ramp = Ramp(first=1, growth_percent=5, target=100)
    warm_up(rows, on=on, name=name, ramp=ramp, union_id=desks.union["ue"].id, account_id=1, now=datetime.now(UTC))
    rows.commit()


def let_go(desk, desks, people):
    campaign = desk.campaign
    campaign.state, campaign.started_at = State.SENDING, datetime.now(UTC)
    for person in people:
        make_message(
            desk.rows,
            campaign_id=campaign.id,
            subscriber_id=person.id,
            via_union_id=desks.union["ue"].id,
            state=MessageState.QUEUED,
        )
    desk.rows.commit()


def day(days):
    at = datetime.now(ZoneInfo("America/New_York")) + days * A_DAY_AND_ITS_PART
    return f"{at:%A, %B} {at.day}, {at.year}"


def test_where_nothing_makes_it_last_nothing_is_said(anna_writes, three):
    assert "At this pace" not in anna_writes.get("/check").text


def test_the_check_page_says_on_which_day_and_what_takes_longest(anna_writes, three, one_a_day):
    text = anna_writes.get("/check").text

    assert f"At this pace the last mail goes out on {day(2)}." in text
    assert "The limit for UE takes longest." in text


def test_the_live_page_says_it_too(anna_writes, desks, three, one_a_day):
    let_go(anna_writes, desks, three)

    text = anna_writes.get("/live").text

    assert f"At this pace the last mail goes out on {day(2)}." in text
    assert "nobody can say how long it will take" not in text


def test_in_french(anna_writes, three, one_a_day):
    text = anna_writes.get("/check?lang=fr").text

    assert re.search(r"le dernier courriel partira le (lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) ", text)


def test_hours_are_said_by_the_clock_of_the_unions_seat(anna_writes, desks, rows, three):
    set_limit(rows, on=LimitOn.UNION, name=str(desks.union["ue"].id), rates=Rates(per_hour=2))
    rows.commit()

    text = anna_writes.get("/check").text

    assert re.search(r"goes out (today at about \d+:\d\d\s[AP]M E[SD]T|on \w+day, )", text)


def test_a_relay_that_is_warmed_up_is_named(anna_writes, desks, rows, three):
    on_a_ramp(desks, rows, RampOn.RELAY, "0")

    assert "The relay is being warmed up, day by day." in anna_writes.get("/check").text


def test_so_is_a_domain(anna_writes, desks, rows, three):
    on_a_ramp(desks, rows, RampOn.DOMAIN, "ue.example")

    assert "ue.example is being warmed up, day by day." in anna_writes.get("/check").text


def test_the_ramp_of_another_unions_domain_makes_nobody_wait(anna_writes, desks, rows, three):
    on_a_ramp(desks, rows, RampOn.DOMAIN, "unifor.example")

    assert "At this pace" not in anna_writes.get("/check").text
