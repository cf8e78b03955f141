"""Two unions with people of their own, and stewards at their desks."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.accounts.models import Role
from newsletter.accounts.services import give_role, open_account
from newsletter.subscribers.models import MailingList
from newsletter.unions.models import Union
from newsletter.web.context import db
from tests.factories import make_person

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def rows(app):
    """A session of its own: the pages would share an app context that a test holds open, and who is signed in."""
    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def unions(rows):
    found = {union.slug: union for union in rows.scalars(select(Union))}
    rows.commit()
    return found


@pytest.fixture
def ue(unions):
    return unions["ue"]


@pytest.fixture
def unifor(unions):
    return unions["unifor"]


@pytest.fixture
def nasp(unions):
    return unions["nasp"]


@pytest.fixture
def medicare(rows):
    found = rows.scalars(select(MailingList).filter_by(slug="medicare")).one()
    rows.commit()
    return found


@pytest.fixture
def at_desk(app, rows):
    """A browser in which somebody has signed in who has this role in this union."""

    def sit_down(union, role=Role.STEWARD):
        email = f"{role}@{union.slug}.example"
        account = open_account(rows, email=email, name="Gloria", language="en", password_hash="", now=NOW)
        give_role(rows, account=account, union_id=union.id, role=role)
        rows.commit()
        client = app.test_client()
        with client.session_transaction("/manage/") as cookie:  # sessions are for staff
            cookie.update(_user_id=account.fs_uniquifier, _fresh=True)
        return client

    return sit_down


@pytest.fixture
def steward(at_desk, ue):
    return at_desk(ue)


@pytest.fixture
def person(rows):
    """Somebody with memberships in these unions."""

    def make(*unions, **about):
        made = make_person(rows, *unions, **about)
        rows.commit()
        return made

    return make


@pytest.fixture
def ask():
    """Send a form as its page would."""

    def post(client, path, **fields):
        token = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(path).text)[0]
        return client.post(path, data={"csrf_token": token, **fields})

    return post
