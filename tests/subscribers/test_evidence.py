"""Evidence of consent can only be added to."""

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from newsletter.activity.models import Activity
from newsletter.subscribers.models import Basis, ConsentAction, ConsentRecord, Scope
from tests.clock import NOON
from tests.factories.people import SIGNER


def test_asking_and_confirming_keep_the_words_the_page_and_the_connection(desk):
    person = desk.join(desk.trade)

    asked, confirmed = desk.evidence()

    assert (asked.action, confirmed.action) == (ConsentAction.ASKED, ConsentAction.CONFIRMED)
    assert (asked.source, confirmed.source) == ("/join/ue", "/confirm")
    assert asked.connection_hash == SIGNER.connection_hash("192.0.2.7")
    assert confirmed.connection_hash == SIGNER.connection_hash("192.0.2.8")
    for record in (asked, confirmed):
        assert (record.subscriber_id, record.list_id, record.union_id) == (person.id, desk.trade.id, desk.ue.id)
        assert (record.wording.version, record.wording.language, record.wording.text) == (3, "es", "Sí, quiero.")
        assert (record.basis, record.at) == (Basis.EXPRESS, NOON)


def test_leaving_is_kept_beside_what_it_withdraws(desk):
    person = desk.join(desk.trade)

    desk.leave(person, Scope.LIST)

    assert [one.action for one in desk.evidence()] == [
        ConsentAction.ASKED,
        ConsentAction.CONFIRMED,
        ConsentAction.WITHDRAWN,
    ]
    assert desk.evidence()[-1].wording is None


@pytest.mark.parametrize("table", [ConsentRecord, Activity])
@pytest.mark.parametrize("change", ["update", "delete"])
def test_nobody_rewrites_it(desk, session, table, change):
    desk.join(desk.trade)
    session.commit()
    statement = update(table).values(union_id=desk.unifor.id) if change == "update" else delete(table)

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(statement)
    session.rollback()

    assert desk.evidence()
    assert session.scalars(select(Activity)).all()


@pytest.mark.postgresql
@pytest.mark.parametrize("table", [ConsentRecord, Activity])
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite knows no TRUNCATE
def test_nobody_empties_it_in_one_stroke(desk, session, table):
    desk.join(desk.trade)
    session.commit()

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(f"TRUNCATE {table.__tablename__}"))
    session.rollback()

    assert session.scalar(select(func.count()).select_from(table)) > 0


def test_it_holds_no_address_of_any_kind(desk, session):
    desk.join(desk.trade)

    written = [str(vars(one)) for one in (*desk.evidence(), *session.scalars(select(Activity)))]

    assert not any("rosa" in text or "192.0.2" in text for text in written)
