"""No turn and no sweep reads a million messages to find a few: each statement has an index to go by.

On PostgreSQL reading all of a small table is cheapest, so that is made as dear as can be: where it is done all the
same there is no index.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from newsletter.campaigns.lifecycle import State
from newsletter.delivery.journal import Turn
from newsletter.delivery.services.losing import take_away
from tests.fakes import Act, Killed

READS_ALL = {
    "sqlite": re.compile(r"SCAN (message|attempt)|(message|attempt) USING [A-Z ]*INDEX \w+ \(campaign_id=\?\)"),
    "postgresql": re.compile(r"Seq Scan on (message|attempt)"),
}
"""On SQLite what is known of a campaign's rows by nothing but the campaign is all of them, too."""

Parameters = dict[str, Any] | tuple[Any, ...]
Heard = dict[str, Parameters]


@contextmanager
def statements(session: Session) -> Iterator[Heard]:
    """What is asked of the ledger meanwhile, each statement once, with what it was asked with."""
    heard: Heard = {}

    def hear(_connection, _cursor, statement, parameters, _context, many):
        if re.search(r"\b(message|attempt)\b", statement) and " VALUES " not in statement:
            heard.setdefault(statement, parameters[0] if many else parameters)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", hear)
    yield heard
    event.remove(connection, "before_cursor_execute", hear)


def plan(session: Session, statement: str, parameters: Parameters) -> str:
    """What the database would do."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        return "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters))


@pytest.fixture
def campaign(place):
    return place.started(20)


def live_on(place, *hours):
    for each in hours:
        place.office.empty_letterbox()
        place.office.clock.wait(hours=each)
        place.office.sweep()


def look(place, heard):
    """Every statement has an index."""
    dialect = place.session.get_bind().dialect.name
    for statement, parameters in heard.items():
        said = plan(place.session, statement, parameters)
        assert not READS_ALL[dialect].search(said), f"{statement}\n{said}"


def test_a_campaign_goes_out_by_indexes_alone(place, campaign):
    place.office.relay.will(Act.PUT_OFF, Act.REFUSE, Act.FALL_SILENT)

    with statements(place.session) as heard:
        live_on(place, 1, 10, 0)

    assert place.state(campaign) is State.DONE
    assert len(heard) > 10
    look(place, heard)


def test_a_batch_is_taken_from_a_worker_that_died_by_indexes_alone(place, campaign):
    place.office.relay.will(Act.KILL_AFTER)
    with pytest.raises(Killed):
        place.office.empty_letterbox()
    (batch,) = place.batches(campaign)

    with statements(place.session) as heard:
        turn = Turn(campaign.id, batch.number, batch.claims)
        take_away(place.session, {turn: batch.beats}, now=place.office.clock.now)

    assert len(heard) > 1
    look(place, heard)


def test_a_cancelled_campaign_is_put_away_by_indexes_alone(place, campaign):
    place.office.relay.will(Act.PUT_OFF, Act.GO_AWAY)
    place.office.empty_letterbox()
    place.steer(campaign, State.CANCELLED)

    with statements(place.session) as heard:
        place.office.sweep()

    assert place.states(campaign) == {"held": 20}
    look(place, heard)
