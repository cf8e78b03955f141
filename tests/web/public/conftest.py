"""Links as they stand in mails, for somebody who has signed up."""

import pytest
from sqlalchemy import select

from newsletter.subscribers.models import Notice
from newsletter.tokens import Purpose, Signer

SIGN_UP = {"email": "rosa@example.org", "topics": ["1", "2"], "language": "en", "wording": "1", "country": "US"}


@pytest.fixture
def signer(settings):
    return Signer(settings.secret_key)


@pytest.fixture
def confirm_path(client, rows, signer):
    """Rosa has signed up with UE for both topics; this is the link in her confirmation mail."""
    client.post("/join/ue", data=SIGN_UP)
    notice = rows.scalars(select(Notice)).one()
    return f"/confirm/{signer.sign(Purpose.CONFIRM, notice.subscriber_id, notice.id)}"


@pytest.fixture
def rosa(client, confirm_path, rows):
    """Rosa, confirmed."""
    client.post(confirm_path)
    rows.rollback()
    return rows.scalars(select(Notice)).first().subscriber


@pytest.fixture
def path(signer, rosa):
    """The path of one of Rosa's links, through UE (union 2) and about Medicare for All (list 1)."""

    def of(page):
        purpose, numbers = {
            "preferences": (Purpose.PREFERENCES, (rosa.id, 2)),
            "leave": (Purpose.LEAVE, (rosa.id, 1, 2)),
            "leave/now": (Purpose.LEAVE, (rosa.id, 1, 2)),
            "rsvp": (Purpose.RSVP, (1, rosa.id, 2)),
        }[page]
        return f"/{page}/{signer.sign(purpose, *numbers)}"

    return of


@pytest.fixture
def standing(rows):
    """Where somebody stands with each list, as the database has it now."""

    def of(person):
        rows.rollback()
        rows.refresh(person)
        return {one.list_id: str(one.standing) for one in person.subscriptions}

    return of
