"""The button on the check page, and the form beside it."""

import pytest

from newsletter.campaigns.lifecycle import State
from tests.web.manage.conftest import again


@pytest.fixture
def check(desks):
    return f"/manage/ue/campaigns/{desks.campaign['ue'].id}/check"


@pytest.fixture
def launch(desks):
    return f"/manage/ue/campaigns/{desks.campaign['ue'].id}/launch"


def test_who_sends_now_is_asked_for_nothing_more(anna, desks, rows, check, launch):
    anna.get(check)

    page = anna.post(launch, seen=desks.campaign["ue"].revision)

    assert page.status == 200
    assert page.url.endswith("/live")
    assert again(rows, desks.campaign["ue"]).state is State.WAITING


def test_a_time_needs_a_zone_one_can_choose(anna, desks, rows, check, launch):
    anna.get(check)

    page = anna.post(launch, seen=desks.campaign["ue"].revision, at="2030-05-01T12:00", zone="Mars/Olympus")

    assert page.status == 422
    assert "Choose a time zone." in page.text
    assert again(rows, desks.campaign["ue"]).state is State.DRAFT


def test_a_time_in_a_zone_is_when_it_goes_out(anna, desks, rows, check, launch):
    anna.get(check)

    anna.post(launch, seen=desks.campaign["ue"].revision, at="2030-05-01T12:00", zone="America/New_York")

    assert again(rows, desks.campaign["ue"]).starts_at.isoformat() == "2030-05-01T16:00:00+00:00"
