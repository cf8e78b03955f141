from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session

from newsletter import db
from newsletter.db import insert, make_engine, rows_changed, translated, unit_of_work, writing
from newsletter.queueing import JobName, Outbox
from newsletter.subscribers.models import Subscriber
from newsletter.unions.models import Union, UnionKind
from tests.clock import NOON
from tests.factories import make_alliance, make_person, make_union
from tests.fakes import Letterbox

CENTURY = timedelta(days=36_525)

once_a_database = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@once_a_database
@given(
    st.builds(lambda since, zone: (NOON + since).astimezone(zone), st.timedeltas(-CENTURY, CENTURY), st.timezones())
)
def test_a_time_is_the_same_moment_afterwards_and_in_utc(session, moment):
    person = make_person(session)
    person.created_at = moment
    session.flush()

    session.expire(person)

    assert person.created_at == moment.astimezone(UTC)
    assert person.created_at.tzinfo is UTC


def test_times_are_compared_as_moments_whatever_their_zone(session):
    person = make_person(session)
    person.created_at = NOON
    session.flush()
    tokyo = timezone(timedelta(hours=9))

    def older_than(moment):
        return session.scalar(select(func.count(Subscriber.id)).where(Subscriber.created_at < moment))

    assert older_than((NOON + timedelta(seconds=1)).astimezone(tokyo)) == 1
    assert older_than(NOON.astimezone(tokyo)) == 0


def test_a_time_without_a_zone_is_refused(session):
    person = make_person(session)
    person.created_at = datetime(2026, 5, 1, 12)  # noqa: DTZ001 (that is the point)

    with pytest.raises(StatementError, match="without a time zone"):
        session.flush()


def test_an_enum_is_kept_as_the_word_people_read(session):
    make_alliance(session)

    assert session.scalar(text('SELECT kind FROM "union"')) == "alliance"
    assert session.scalars(select(Union.kind)).one() is UnionKind.ALLIANCE


def test_a_row_points_to_a_row_that_is_there(session):
    make_union(session, "ue").parent_id = 404

    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        ({"en": "Trade", "fr": "Commerce"}, "fr", "Commerce"),
        ({"en": "Trade", "fr": "Commerce"}, "es", "Trade"),
        ({"en": "Trade", "es": ""}, "es", "Trade"),
        ({"fr": "Commerce"}, "es", "Commerce"),
        ({}, "es", ""),
    ],
)
def test_a_text_is_read_in_ones_language_else_in_english_else_in_any(text, language, read):
    assert translated(text, language) == read


def test_an_insert_can_pass_over_a_row_that_is_there(session):
    make_union(session, "ue")
    again = {"slug": "ue", "kind": UnionKind.UNION, "short_name": "x", "name": {}, "countries": [], "languages": []}
    rest = {"postal_address": "", "website": "", "contact_email": "", "colour": ""}

    session.execute(insert(session, Union).values(**again, **rest).on_conflict_do_nothing())

    assert session.scalars(select(Union.short_name)).all() == ["UE"]


def test_changed_rows_are_counted(session):
    for slug in ("ue", "unifor"):
        make_union(session, slug)

    assert rows_changed(session, update(Union).values(colour="#000000")) == 2
    assert rows_changed(session, update(Union).where(Union.slug == "iww").values(colour="#000000")) == 0


def test_work_is_committed_before_its_jobs_are_sent(engine):
    letterbox = Letterbox()

    with Session(writing(engine)) as session, unit_of_work(session, Outbox(letterbox)) as work:
        make_alliance(work.session)
        work.outbox.name(JobName.START_CAMPAIGN)

    assert [job.name for job in letterbox.jobs] == [JobName.START_CAMPAIGN]
    with Session(engine) as session:
        assert session.scalar(select(func.count(Union.id))) == 1


def test_work_that_fails_leaves_nothing_behind(engine):
    letterbox = Letterbox()

    def work_that_fails(work):
        make_alliance(work.session)
        work.outbox.name(JobName.START_CAMPAIGN)
        raise ZeroDivisionError

    with (
        Session(writing(engine)) as session,
        pytest.raises(ZeroDivisionError),
        unit_of_work(session, Outbox(letterbox)) as work,
    ):
        work_that_fails(work)

    assert letterbox.jobs == []
    with Session(engine) as session:
        assert session.scalar(select(func.count(Union.id))) == 0


def test_of_two_sqlite_writers_one_waits_for_the_other(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'two.sqlite3'}")
    with writing(engine).connect() as first, writing(engine).connect() as second:
        second.exec_driver_sql("PRAGMA busy_timeout = 50")
        second.rollback()
        first.begin()

        with pytest.raises(OperationalError, match="locked"):
            second.begin()

        first.rollback()
        second.begin()
    engine.dispose()


def test_a_sqlite_reader_is_no_obstacle_to_a_writer(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'two.sqlite3'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE thing (name TEXT)")
    with engine.connect() as reader, writing(engine).connect() as writer:
        assert reader.exec_driver_sql("SELECT count(*) FROM thing").scalar() == 0

        writer.exec_driver_sql("INSERT INTO thing VALUES ('a')")
        writer.commit()

        assert reader.exec_driver_sql("SELECT count(*) FROM thing").scalar() == 0
        reader.rollback()
        assert reader.exec_driver_sql("SELECT count(*) FROM thing").scalar() == 1
    engine.dispose()


@pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)  # SQLite has no clients that could be cut off
def test_who_falls_silent_in_a_transaction_does_not_lock_others_out(engine, monkeypatch):
    monkeypatch.setattr(db, "SILENCE_S", 1)
    with Session(engine) as session:
        make_alliance(session)
        session.commit()
    cut_off, other = (make_engine(engine.url.render_as_string(hide_password=False)) for _ in range(2))
    renaming = update(Union).values(website="https://silent.example")

    with cut_off.connect() as silent, other.begin() as connection:
        silent.execute(renaming)
        connection.execute(renaming.values(website="https://other.example"))
        with pytest.raises(OperationalError):
            silent.commit()
        silent.invalidate()

    with Session(engine) as session:
        assert session.scalars(select(Union.website)).one() == "https://other.example"
    cut_off.dispose()
    other.dispose()


def test_what_is_asked_of_the_database_is_in_no_error(engine):
    """Errors are logged, by pages and by workers, and they are about addresses."""
    with Session(engine) as session, pytest.raises(DBAPIError) as problem:
        session.execute(text("SELECT nothing FROM nowhere WHERE email = :email"), {"email": "rosa@ue.example"})

    assert "rosa" not in str(problem.value)
