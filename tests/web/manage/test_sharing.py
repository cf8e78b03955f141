"""A union decides what the alliance sees of its members."""

import re
from datetime import UTC, datetime, timedelta

import pytest

PAGE = "/manage/ue/settings/sharing"


@pytest.fixture
def joint(desks, rows):
    """A campaign of the alliance that would reach one member of UE in English."""
    rows.commit()
    return desks.campaign["nasp"].id


def take_back(browser, page):
    (action,) = re.findall(r'action="([^"]+/take-back)"', page.text)
    return browser.post(action)


def test_few_are_told_exactly_only_where_their_union_allows_it(joint, anna, nadia):
    audience = f"/manage/nasp/campaigns/{joint}/audience"
    assert "fewer than 5" in nadia.get(audience).text
    anna.get(PAGE)
    granted = anna.post(PAGE, until="")
    assert "sees exact numbers" in granted.text

    exact = nadia.get(audience).text
    take_back(anna, granted)

    assert exact.count("fewer than") < nadia.get(audience).text.count("fewer than")


def test_a_day_that_is_over_is_refused_and_said_so(anna):
    anna.get(PAGE)
    page = anna.post(PAGE, until=(datetime.now(UTC) - timedelta(days=2)).date().isoformat())

    assert page.status == 422
    assert "This day is over" in page.text


def test_who_granted_what_and_when_it_ended_stays_to_be_read(anna):
    anna.get(PAGE)
    page = take_back(anna, anna.post(PAGE, until=""))

    assert "Granted before" in page.text
    assert "Grant it" in page.text


def test_the_alliance_has_no_such_page_and_viewers_may_not_open_it(nadia, browser_of):
    assert nadia.get("/manage/nasp/settings/sharing").status == 404
    assert browser_of("viewer@ue.example").get(PAGE).status == 403


def test_a_grant_of_others_does_not_exist(anna, browser_of):
    other = browser_of("owner@unifor.example")
    other.get("/manage/unifor/settings/sharing")
    page = other.post("/manage/unifor/settings/sharing", until="")
    page.text = page.text.replace("/manage/unifor/", "/manage/ue/")
    anna.get(PAGE)

    assert take_back(anna, page).status == 404
