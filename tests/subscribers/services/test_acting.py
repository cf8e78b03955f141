"""Two clicks at the same moment are as good as one."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsletter.db import writing
from newsletter.queueing import Outbox
from newsletter.subscribers import services
from newsletter.subscribers.asking import Asked, Trace
from newsletter.subscribers.models import ConsentRecord, Membership, Notice, NoticeKind, Scope, Suppression
from tests.clock import NOON
from tests.factories.people import SIGNER
from tests.fakes import Letterbox
from tests.subscribers.conftest import ROSA, open_desk
from tests.together import at_once

CLICKS = 4


@pytest.fixture
def click(engine):
    """Do something in a transaction of its own, four times at once."""

    def clicked(act):
        def once():
            with Session(writing(engine)) as session:
                act(session)
                session.commit()

        at_once(*[once] * CLICKS)

    return clicked


@pytest.fixture
def ids(engine):
    with Session(writing(engine)) as session:
        desk = open_desk(session)
        session.commit()
        return {"union_id": desk.ue.id, "list_id": desk.trade.id, "wording_id": desk.wording.id}


def ask(session, ids):
    services.subscribe(
        session,
        Outbox(Letterbox()),
        address=ROSA,
        address_hash=SIGNER.address_hash(ROSA),
        union_id=ids["union_id"],
        asked=Asked(list_ids=(ids["list_id"],), wording_id=ids["wording_id"], language="es"),
        trace=Trace("/join"),
        now=NOON,
    )


def confirm(session):
    notice = session.scalars(select(Notice).filter_by(kind=NoticeKind.CONFIRMATION)).one()
    who = {"subscriber_id": notice.subscriber_id, "notice_id": notice.id}
    session.expunge(notice)
    services.confirm(session, Outbox(Letterbox()), **who, trace=Trace("/confirm"), now=NOON)


def count(engine, table):
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(table))


def test_asking(engine, ids, click):
    click(lambda session: ask(session, ids))

    assert count(engine, Notice) == count(engine, ConsentRecord) == 1


def test_confirming(engine, ids, click):
    with Session(writing(engine)) as session:
        ask(session, ids)
        session.commit()

    click(confirm)

    assert count(engine, Membership) == 1
    assert count(engine, Notice) == count(engine, ConsentRecord) == 2


def test_leaving(engine, ids, click):
    with Session(writing(engine)) as session:
        ask(session, ids)
        session.flush()
        confirm(session)
        session.commit()

    def leave(session):
        trace = Trace("/leave/now")
        where = {"list_id": ids["list_id"], "union_id": ids["union_id"], "scope": Scope.LIST}
        services.leave(session, subscriber_id=1, **where, trace=trace, now=NOON)

    click(leave)

    assert count(engine, Suppression) == 1
    assert count(engine, ConsentRecord) == 3
