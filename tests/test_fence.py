"""What a query that forgot whom it is for sees inside the fence: the desk's own union, on PostgreSQL."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError

from newsletter.fence import ROLE, beyond, confine
from newsletter.migrations.row_security import fence
from newsletter.subscribers.models import Membership, Subscriber, Subscription
from tests.factories import make_list, make_person, make_union

only_postgresql = pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)


@pytest.fixture
def two_unions(session):
    """Maria of the one and Jean of the other, each on the one topic."""
    ue, unifor = make_union(session, "ue"), make_union(session, "unifor")
    topic = make_list(session, ue)
    make_person(session, ue, lists=[topic], email="maria@ue.example")
    make_person(session, unifor, lists=[topic], email="jean@unifor.example")
    session.commit()
    return ue, unifor


def seen(session):
    return [
        session.scalars(select(Subscriber.email).order_by(Subscriber.email)).all(),
        session.scalar(select(func.count()).select_from(Membership)),
        session.scalar(select(func.count()).select_from(Subscription)),
    ]


@only_postgresql
def test_a_query_without_any_condition_sees_the_desks_own_people(session, two_unions):
    confine(session, [two_unions[0].id])

    assert seen(session) == [["maria@ue.example"], 1, 1]


@only_postgresql
def test_it_does_so_in_each_transaction_of_the_session(session, two_unions):
    confine(session, [two_unions[1].id])
    session.commit()

    assert seen(session) == [["jean@unifor.example"], 1, 1]


@only_postgresql
def test_who_works_for_nobody_sees_nobody(session, two_unions):
    confine(session, [])

    assert seen(session) == [[], 0, 0]


@only_postgresql
def test_what_counts_everybody_says_so(session, two_unions):
    confine(session, [two_unions[0].id])

    with beyond(session):
        assert seen(session)[1] == 2
    assert seen(session)[1] == 1


@only_postgresql
def test_other_unions_people_can_be_neither_changed_nor_made(session, two_unions):
    ue, unifor = two_unions
    jean = session.scalars(select(Membership).filter_by(union_id=unifor.id)).one()
    confine(session, [ue.id])

    changed = session.execute(text("UPDATE membership SET given_name = 'X' WHERE id = :id"), {"id": jean.id})
    assert changed.rowcount == 0
    with pytest.raises(ProgrammingError, match="row-level security"):
        session.execute(
            text(
                "INSERT INTO notice (subscriber_id, union_id, kind, state, asked_at, asked, attempts)"
                " VALUES (:who, :union, 'welcome', 'queued', now(), '{}', 0)"
            ),
            {"who": jean.subscriber_id, "union": unifor.id},
        )


@only_postgresql
def test_the_role_of_the_desks_cannot_sign_in_and_owns_nothing(session):
    role = session.execute(
        text("SELECT rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = :role"), {"role": ROLE}
    )
    assert role.one() == (False, False, False)


@only_postgresql
def test_fencing_twice_changes_nothing(session):
    connection = session.connection()
    marks = text("SELECT oid, polrelid FROM pg_policy ORDER BY oid")
    before = connection.execute(marks).all()
    fence(connection)

    assert connection.execute(marks).all() == before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_on_sqlite_nothing_is_asked_of_the_database(session, two_unions):
    confine(session, [two_unions[0].id])

    assert seen(session)[1] == 2
