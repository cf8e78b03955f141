"""Staff of two unions and of the alliance at their desks, and a browser that keeps cookies and sends CSRF tokens."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from newsletter.accounts.models import Role
from newsletter.accounts.passwords import hash_password
from newsletter.accounts.services import give_role, open_account
from newsletter.campaigns.models import Campaign
from newsletter.events.models import Event
from newsletter.subscribers.models import MailingList, Subscriber
from newsletter.unions.models import SenderIdentity, Union
from tests.factories import make_campaign, make_person

PASSWORD = "bread and roses"
HASH = hash_password(PASSWORD)


@dataclass
class Page:
    """What a browser shows."""

    status: int
    url: str
    text: str
    headers: Mapping[str, str]


class Browser:
    """Keeps cookies, follows redirects unless told not to, and puts the last page's CSRF token into each form."""

    def __init__(self, app):
        self._app, self._client = app, app.test_client()
        self._token = ""

    def get(self, path, *, follow=True, **headers) -> Page:
        page = self._ask("GET", path, headers=headers)
        return self.get(page.headers["Location"]) if follow and "Location" in page.headers else page

    def post(self, path, *, follow=True, **fields: Any) -> Page:
        page = self._ask("POST", path, data={"csrf_token": self._token, **fields})
        return self.get(page.headers["Location"]) if follow and "Location" in page.headers else page

    def post_json(self, path, **fields: Any) -> Page:
        return self._ask("POST", path, json=fields, headers={"X-CSRFToken": self._token})

    def sign_in(self, email, password=PASSWORD) -> Page:
        self.get("/manage/sign-in")
        return self.post("/manage/sign-in", email=email, password=password)

    def copied(self, app=None) -> "Browser":
        """Another browser with the cookies of this one, as a thief would have them."""
        other = Browser(app or self._app)
        other._client.set_cookie("newsletter", self._client.get_cookie("newsletter").value)
        return other

    def _ask(self, method, path, **request) -> Page:
        with self._app.app_context():  # of its own: `rows` holds one open, and two requests must not share theirs
            answer = self._client.open(path, method=method, **request)
        text = answer.get_data(as_text=True)
        if found := re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text):
            self._token = found[1]
        return Page(answer.status_code, answer.request.full_path.rstrip("?"), text, answer.headers)


@pytest.fixture
def desks(app, rows):
    """UE and Unifor each with staff, a member, a campaign, an event; a joint campaign of the alliance."""
    session = rows
    union = {one.slug: one for one in session.scalars(select(Union))}
    topic = session.scalars(select(MailingList).where(MailingList.slug == "medicare")).one()
    world: dict[str, Any] = {"union": union, "topic": topic, "person": {}, "campaign": {}, "event": {}}
    for sender in session.scalars(select(SenderIdentity)):
        sender.reply_to = sender.address
    for slug in ("nasp", "ue", "unifor"):
        _staff(session, union[slug])
    for slug, language in (("ue", "en"), ("unifor", "fr")):
        given_name, email = f"Maria{slug}", f"maria@{slug}.example"
        world["person"][slug] = make_person(
            session, union[slug], lists=[topic], language=language, given_name=given_name, email=email
        )
        world["campaign"][slug] = make_campaign(session, union[slug], topic, languages=("en", "fr"))
        world["campaign"][slug].title = f"Secret of {slug}"
        world["event"][slug] = _event(session, union[slug], f"Picnic of {slug}")
    world["campaign"]["nasp"] = make_campaign(session, union["nasp"], topic, languages=("en", "fr"))
    session.commit()
    return SimpleNamespace(**world)


@pytest.fixture
def browser_of(app, desks):
    """A browser in which this account is signed in."""

    def open_at(email) -> Browser:
        browser = Browser(app)
        page = browser.sign_in(email)
        assert page.status == 200, page.text
        return browser

    return open_at


@pytest.fixture
def anna(browser_of):
    """Owns everything of UE and nothing else."""
    return browser_of("owner@ue.example")


@pytest.fixture
def nadia(browser_of):
    """Owns everything of the alliance."""
    return browser_of("owner@nasp.example")


def again(rows, thing: Campaign | Event | Subscriber):
    """The row as the database has it now: a transaction that read before would go on seeing what it saw."""
    rows.rollback()
    return rows.get(type(thing), thing.id)


def _staff(session, union):
    for role in Role:
        account = open_account(
            session,
            email=f"{role}@{union.slug}.example",
            name=f"{role} of {union.slug}",
            language="en",
            password_hash=HASH,
            now=datetime.now(UTC),
        )
        give_role(session, account=account, union_id=union.id, role=role)


def _event(session, union, title):
    starts = datetime.now(UTC) + timedelta(days=5)
    event = Event(
        union=union,
        title={"en": title},
        description={},
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        time_zone="America/Toronto",
        other_zones=[],
        place="Union hall",
        online_url=None,
        speakers=[],
        interpretation=[],
        is_public=False,
    )
    session.add(event)
    session.flush()
    return event
