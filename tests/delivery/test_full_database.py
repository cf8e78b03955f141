"""SQLite's disk is full in the middle of a batch: the worker stops, says so, and nobody is lost or mailed twice."""

from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from newsletter.delivery.fates import MessageState
from newsletter.delivery.journal import SUFFIX, Journal, orphan
from newsletter.delivery.models import Message
from newsletter.delivery.services import sending
from newsletter.delivery.services.losing import settle
from tests.delivery.conftest import Sessions, furnished
from tests.fakes import Act, Clock

PEOPLE = 60
MOST_PAGES = 2**30

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # a server's disk is not ours to fill


@dataclass
class Disk:
    """Sessions on a database file that grows no further than it may; who is refused waits a while."""

    sessions: Sessions
    clock: Clock
    pages: int = MOST_PAGES

    @contextmanager
    def __call__(self):
        with self.sessions() as session:
            session.execute(text(f"PRAGMA max_page_count = {self.pages}"))
            try:
                yield session
            except OperationalError:
                self.clock.wait(seconds=5)
                raise

    def fill(self):
        with self.sessions() as session:
            self.pages = session.execute(text("PRAGMA page_count")).scalar_one()

    def make_room(self):
        self.pages = MOST_PAGES


def test_what_is_sent_meanwhile_is_known_once_there_is_room(office, engine, tmp_path, monkeypatch):
    monkeypatch.setattr(sending, "LEDGER_AGAIN_S", 0.01)
    with office.sessions() as session:
        campaign_id = furnished(office, session).launched(PEOPLE).id
    office.start(campaign_id)
    disk = office.sessions = Disk(office.sessions, office.clock)
    office.journal = Journal(tmp_path)
    disk.fill()
    office.relay.will(*[Act.PUT_OFF, Act.ACCEPT] * (PEOPLE // 2))  # each answer that is kept takes room

    with pytest.raises(OperationalError, match="full"):
        office.empty_letterbox()
    disk.make_room()
    (path,) = tmp_path.glob(f"*{SUFFIX}")
    with orphan(path) as found, office.sessions() as session:
        assert found
        settle(session, found, now=office.clock.now)
    for _turn in range(3):
        office.clock.wait(hours=1)
        office.sweep()
        office.empty_letterbox()

    with office.sessions() as session:
        known = session.execute(select(Message.state, Message.doubts).filter_by(campaign_id=campaign_id)).all()
    assert known == [(MessageState.SENT, 0)] * PEOPLE
    assert len(office.relay.taken) == len(set(office.relay.recipients)) == PEOPLE
