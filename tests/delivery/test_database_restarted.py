"""The database goes away in the middle of a batch: what was handed over is written down when it is back."""

from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.delivery.fates import MessageState
from newsletter.delivery.journal import SUFFIX, Journal, orphan
from newsletter.delivery.models import Message
from newsletter.delivery.services import sending
from newsletter.delivery.services.losing import settle
from tests.delivery.conftest import Sessions, furnished
from tests.fakes import Act, Clock

ENDS_ALL = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)  # the other databases of the server are of other tests


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch):
    monkeypatch.setattr(sending, "RECORD_EVERY", 1)
    monkeypatch.setattr(sending, "LEDGER_AGAIN_S", 0.01)


@pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)  # SQLite has no server
def test_a_restart_costs_only_the_turn(office, engine):
    with office.sessions() as session:
        campaign_id = furnished(office, session).launched(5).id
    office.start(campaign_id)

    def restart():
        with engine.connect() as connection:
            connection.execute(ENDS_ALL.execution_options(autocommit=True))

    office.relay.will(Act.ACCEPT, restart, Act.ACCEPT, restart)
    for _turn in range(3):  # a restart may come before what was handed over is written, and end the turn
        office.empty_letterbox()
        office.clock.wait(minutes=2)
        office.sweep()
    office.empty_letterbox()

    assert len(office.relay.taken) == len(set(office.relay.recipients)) == 5
    with office.sessions() as session:
        assert set(session.scalars(select(Message.state))) == {MessageState.SENT}
        assert session.get_one(Campaign, campaign_id).state is State.DONE


@dataclass
class Ledger:
    """Sessions that cannot be had for a while, in which time passes."""

    sessions: Sessions
    clock: Clock
    is_away: bool = False

    @contextmanager
    def __call__(self):
        if self.is_away:
            self.clock.wait(seconds=5)
            raise OperationalError("", None, ConnectionError("the server closed the connection unexpectedly"))
        with self.sessions() as session:
            yield session


def test_one_that_stays_away_finds_all_in_the_journal(place, tmp_path):
    campaign, office = place.started(5), place.office
    ledger = office.sessions = Ledger(office.sessions, office.clock)
    office.journal = Journal(tmp_path)
    office.relay.will(Act.ACCEPT, Act.ACCEPT, lambda: setattr(ledger, "is_away", True))

    with pytest.raises(OperationalError):
        office.empty_letterbox()
    ledger.is_away = False
    (path,) = tmp_path.glob(f"*{SUFFIX}")
    with orphan(path) as found, office.sessions() as session:
        assert found
        settle(session, found, now=office.clock.now)

    assert place.states(campaign) == {"sent": 3, "queued": 2}
    assert {one.doubts for one in place.messages(campaign)} == {0}
    office.sweep()
    office.empty_letterbox()
    assert place.states(campaign) == {"sent": 5}
    assert len(office.relay.taken) == 5
