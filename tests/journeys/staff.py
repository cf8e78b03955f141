"""Somebody of the staff at a desk, signed in, in English."""

import re

from playwright.sync_api import Page, expect

from newsletter.accounts.passwords import SAMPLE_PASSWORD
from tests.journeys.visitor import Visitor


class Staff:
    """An account at work for one union."""

    def __init__(self, visitor: Visitor, email: str, union: str) -> None:
        self.visitor, self.email, self.union = visitor, email, union

    @property
    def page(self) -> Page:
        return self.visitor.page

    def goes(self, path: str) -> None:
        self.page.goto(f"/manage/{self.union}{path}")

    def goes_to_part(self, part: str) -> None:
        """Of the campaign whose page is open."""
        (number,) = re.findall(r"/campaigns/(\d+)", self.page.url)
        self.goes(f"/campaigns/{number}/{part}")

    def signs_in(self, password: str = SAMPLE_PASSWORD) -> None:
        self.page.goto("/manage/sign-in?lang=en")
        self.page.locator("#email").fill(self.email)
        self.page.locator("#password").fill(password)
        self.page.locator("main form button").click()

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def follows(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()

    def fills(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def is_told(self, words: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(words)

    def looks(self, name: str) -> None:
        self.visitor.looks(name)

    def looks_in_all(self, name: str) -> None:
        self.visitor.looks_in_all(name)
