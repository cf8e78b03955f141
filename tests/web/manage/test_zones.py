"""The zones that forms offer: the likeliest chosen, the others in the order in which the sun rises."""

import pytest

from newsletter.unions.models import Union
from newsletter.web.manage.zones import usual_zone, zone_choices


@pytest.mark.parametrize(
    ("countries", "zone"),
    [
        (["US", "CA", "MX"], "America/New_York"),
        (["CA"], "America/Toronto"),
        (["MX"], "America/Mexico_City"),
        (["FR"], "Europe/Paris"),
        ([], "UTC"),
    ],
)
def test_a_union_begins_with_the_zone_of_its_seat(countries, zone):
    assert usual_zone(Union(countries=countries), alliance=Union(countries=["US", "CA", "MX"])) == zone


def test_zones_go_from_east_to_west_and_utc_stands_last(app):
    with app.test_request_context("/?lang=en"):
        offered = zone_choices(Union(countries=["US"]), "America/Toronto")

    zones = list(offered)
    assert zones.index("America/Toronto") < zones.index("America/Chicago") < zones.index("America/Los_Angeles")
    assert zones.index("America/Los_Angeles") < zones.index("America/Adak")
    assert zones[-1] == "UTC"
    assert offered["America/New_York"] == "New York"


def test_what_is_chosen_already_is_offered_once(app):
    with app.test_request_context("/?lang=en"):
        offered = zone_choices(Union(countries=["US"]), "UTC", "America/New_York")

    assert [zone for zone in offered if zone in {"UTC", "America/New_York"}] == ["America/New_York", "UTC"]


def test_a_form_comes_with_the_usual_zone_chosen(anna_schedules, anna):
    assert 'selected value="America/New_York"' in anna_schedules
    assert 'selected value="America/New_York"' in anna.get("/manage/ue/events/new").text


@pytest.fixture
def anna_schedules(anna, desks):
    return anna.get(f"/manage/ue/campaigns/{desks.campaign['ue'].id}/check").text


def test_an_invitation_is_scheduled_by_the_clock_of_its_event(anna, desks, rows):
    campaign = desks.campaign["ue"]
    desks.event["ue"].time_zone = "America/Halifax"
    campaign.event = desks.event["ue"]
    rows.commit()

    assert 'selected value="America/Halifax"' in anna.get(f"/manage/ue/campaigns/{campaign.id}/check").text
