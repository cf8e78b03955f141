"""Signing up on a phone before the light turns green, and at a table in a hall without a line."""

import time

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from newsletter.subscribers.models import Notice, PaperCard, SignUpForm, Subscriber
from newsletter.unions.models import Union
from tests.factories import make_form
from tests.journeys.staff import Staff
from tests.journeys.visitor import on_a_phone

pytestmark = [pytest.mark.journey, pytest.mark.browser]

AT_MOST_S = 20
A_LETTER_MS = 220
"""A thumb on glass: 27 words a minute, where people write 36 (Palin et al., 2019, of 37,000)."""

A_LOOK_S = 1.2
"""To find what comes next and to reach it."""


@pytest.fixture
def form_id(stage):
    """UE's form for May Day."""
    with stage.session() as session:
        ue = session.scalars(select(Union).filter_by(slug="ue")).one()
        found = session.scalar(select(SignUpForm).filter_by(union_id=ue.id))
        return (found or make_form(session, ue)).id


def test_twenty_seconds_on_a_phone(stage, visit, form_id):
    phone = visit(stage, **on_a_phone("en", "203.0.113.77"))
    began = time.monotonic()

    phone.page.goto("/join/ue/may-day")
    time.sleep(A_LOOK_S)
    phone.page.locator("[name=email]").press_sequentially("rosa.quick@members.example", delay=A_LETTER_MS)
    for act in (
        phone.page.locator("[name=topics]").first.tap,
        phone.page.locator("main form button").first.tap,
    ):
        time.sleep(A_LOOK_S)
        act()
    phone.page.wait_for_url("**/join/ue/may-day/sent")

    assert time.monotonic() - began < AT_MOST_S
    phone.looks_in_all("sent")
    for path in ("/join/ue/may-day", "/join/ue/may-day/frame"):
        phone.page.goto(path)
        phone.looks_in_all(path.rpartition("/")[2])
    with stage.session() as session:
        asked = select(Notice).join(Subscriber).where(Subscriber.email == "rosa.quick@members.example")
        assert session.scalar(asked) is not None


def test_cards_typed_in_without_a_line_arrive_once(stage, visit, form_id):
    gloria = Staff(visit(stage), "steward@ue.example", "ue")
    gloria.signs_in()
    for path in (f"/people/forms/{form_id}", f"/people/forms/{form_id}/poster", f"/people/forms/{form_id}/sheet"):
        gloria.goes(path)
        gloria.looks(path.rpartition("/")[2])
    sheet = gloria.page
    sheet.locator("[name=topics]").first.check()

    gloria.visitor.context.set_offline(True)
    for name in ("ana", "luis"):
        sheet.locator("[name=email]").press_sequentially(f"{name}.table@members.example")
        sheet.keyboard.press("Enter")
    expect(sheet.locator(".sheet-log [data-waiting]")).to_have_count(2)
    sheet.evaluate("sessionStorage.kept = localStorage[`cards:${location.pathname}`]")
    gloria.visitor.context.set_offline(False)
    expect(sheet.locator(".sheet-log [data-waiting]")).to_have_count(0)
    sheet.evaluate("localStorage[`cards:${location.pathname}`] = sessionStorage.kept")  # as if no answer had come
    sheet.reload()
    expect(sheet.locator(".sheet-log li:not([data-waiting])")).to_have_count(2)

    assert sheet.evaluate("localStorage.length") == 0
    with stage.session() as session:
        assert len(session.scalars(select(PaperCard).filter_by(form_id=form_id)).all()) == 2
