"""Journey 2: sign-up, one mail, one button, welcome, preferences; later an invitation; leaving, and coming back.

On a telephone, without scripts, in each language. What is pressed is found by what it does, not by what it says.
"""

from urllib.request import urlopen

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from newsletter.events.models import Answer, Rsvp
from newsletter.subscribers.models import MailingList, Standing, Subscriber
from tests.journeys.arranging import OTHER_TOPIC, TOPIC, send_invitation, standing
from tests.journeys.inbox import link_in, mail_to
from tests.journeys.visitor import on_a_phone

pytestmark = [pytest.mark.journey, pytest.mark.browser]

HOMES = {"en": ("ue", "506", "US"), "fr": ("unifor", "62", "CA"), "es": ("ilwu", "", "US")}


@pytest.fixture(params=["en", "fr", "es"])
def member(request, stage, visit):
    phone = on_a_phone(request.param, f"203.0.113.{ord(request.param[0])}")
    return Member(stage, visit(stage, **phone), request.param)


class Member:
    """Who they are, where they are, and what we keep of them."""

    def __init__(self, stage, visitor, language):
        self.stage, self.visitor, self.language = stage, visitor, language
        self.union, self.local, self.country = HOMES[language]
        self.address = f"member.{language}@members.example"

    @property
    def page(self):
        return self.visitor.page

    def press(self):
        """The button of the form on this page."""
        self.page.locator("main form button").first.click()

    def opens_mail(self, *, containing):
        """In the local inbox, where the link `containing` is pressed; it opens in a tab of its own."""
        mail_to(self.stage, self.address, containing=containing)
        self.page.goto(f"/inbox/?q={self.address}")
        self.page.locator("main tbody a").first.click()
        self.visitor.sees("mail")
        with self.visitor.context.expect_page() as opened:
            self.page.frame_locator("iframe").locator(f"a[href*='{containing}']").first.click()
        self.visitor.page = opened.value
        self.visitor.context.clear_cookies()  # a mail program keeps its own

    def standing(self, topic):
        return standing(self.stage, self.address, topic)

    def answer_to(self, event_id):
        with self.stage.session() as session:
            person = session.scalars(select(Subscriber.id).filter_by(email=self.address)).one()
            return session.scalar(select(Rsvp.answer).filter_by(event_id=event_id, subscriber_id=person))


def test_a_member_joins_answers_leaves_and_comes_back(member):
    _join(member)
    _confirm(member)
    _choose(member)
    _answer(member)
    _leave(member)
    _come_back(member)
    assert member.visitor.context.cookies() == []


def _join(member):
    page, sees = member.page, member.visitor.sees
    page.goto("/join")
    assert member.visitor.language == member.language
    sees("join")

    member.press()
    expect(page.get_by_role("alert")).to_be_visible()
    sees("join-refused")

    page.locator("#email").fill(f"  {member.address.upper()}")
    page.locator("#union").select_option(member.union)
    page.locator("#local").fill(member.local)
    page.locator("#country").select_option(member.country)
    page.locator(f"label:has-text('{_name(member, TOPIC)}')").click()
    member.press()
    assert page.url.startswith(f"{member.stage.base_url}/join/{member.union}/sent")
    sees("join-sent")
    assert member.standing(TOPIC) is not Standing.CONFIRMED


def _confirm(member):
    member.opens_mail(containing="/confirm/")
    member.visitor.sees("confirm")
    assert member.standing(TOPIC) is not Standing.CONFIRMED

    member.press()
    assert member.standing(TOPIC) is Standing.CONFIRMED
    member.visitor.sees("welcome")


def _choose(member):
    member.opens_mail(containing="/preferences/")
    member.visitor.sees("preferences")

    member.page.locator(f"label:has-text('{_name(member, OTHER_TOPIC)}')").click()
    member.press()
    expect(member.page.get_by_role("status")).to_be_visible()
    member.visitor.sees("preferences-saved")
    assert member.standing(OTHER_TOPIC) is Standing.CONFIRMED


def _answer(member):
    event_id = send_invitation(member.stage, language=member.language, country=member.country)
    member.opens_mail(containing="answer=maybe")
    member.visitor.sees("rsvp")
    assert member.answer_to(event_id) is None

    member.press()
    assert member.answer_to(event_id) is Answer.MAYBE
    member.visitor.sees("answered")

    calendar = member.page.locator("main a[href$='.ics'], main a[href*='.ics?']").first.get_attribute("href")
    with urlopen(f"{member.stage.base_url}{calendar}") as answer:
        assert answer.headers.get_content_type() == "text/calendar"


def _leave(member):
    mail = mail_to(member.stage, member.address, containing="/leave/")
    member.page.goto(link_in(mail, "/leave/"))
    member.visitor.sees("leave")
    assert member.standing(TOPIC) is Standing.CONFIRMED

    member.press()
    member.visitor.sees("left")
    assert member.standing(TOPIC) is Standing.UNSUBSCRIBED
    assert member.standing(OTHER_TOPIC) is Standing.CONFIRMED


def _come_back(member):
    member.page.locator("main .actions a").first.click()
    member.page.locator(f"label:has-text('{_name(member, TOPIC)}')").click()
    member.press()

    assert member.standing(TOPIC) is Standing.CONFIRMED


def _name(member, slug):
    with member.stage.session() as session:
        return session.scalars(select(MailingList).filter_by(slug=slug)).one().name[member.language]
