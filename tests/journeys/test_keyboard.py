"""Signing up and writing without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from newsletter.accounts.passwords import SAMPLE_PASSWORD
from tests.journeys.inbox import mail_to
from tests.journeys.keyboard import Keyboard

pytestmark = [pytest.mark.journey, pytest.mark.browser]


def test_signing_up(stage, visit):
    page = visit(stage).page
    page.goto("/join")
    keyboard = Keyboard(page)

    keyboard.goes_to("a.skip")
    page.keyboard.press("Enter")
    keyboard.types("#email", "by.keyboard@members.example")
    keyboard.types("#union", "UE")
    keyboard.ticks("input[name=topics]")
    keyboard.presses("main form button")

    expect(page).to_have_url(re.compile("/join/ue/sent"))
    assert mail_to(stage, "by.keyboard@members.example", containing="/confirm/")


def test_writing(stage, visit):
    page = visit(stage).page
    page.goto("/manage/sign-in?lang=en")
    keyboard = Keyboard(page)

    keyboard.types("#email", "owner@nasp.example")
    keyboard.types("#password", SAMPLE_PASSWORD)
    keyboard.presses("main form button")
    keyboard.presses("a[href$='/new-update']")
    keyboard.types("#title", "Written by keyboard")
    keyboard.presses("main form button")
    keyboard.types("#subject", "No mouse was needed")
    keyboard.presses("main form button")
    keyboard.presses("a[href*='add=heading']")
    keyboard.types("[name=text]", "First")
    keyboard.presses("#block-new button")
    keyboard.presses("a[href*='add=text']")
    keyboard.types("[name=html]", "Second")
    keyboard.presses("#block-new button")
    keyboard.presses("#block-2 button[value=up]")

    expect(page.locator("article.block h2")).to_have_text(["Subject", "Text", "Heading"])
