"""Tables, sessions and transactions for SQLite on one machine and PostgreSQL beyond.

SQLite begins a writing transaction with BEGIN IMMEDIATE: a reader that turns writer half-way is refused at once
when somebody else wrote in between, whereas a writer that queues from the start simply waits its turn.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, cast

from psycopg.errors import IdleInTransactionSessionTimeout
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    String,
    UpdateBase,
    any_,
    create_engine,
    event,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from newsletter.queueing import Outbox

LOCK_WAIT_MS = 30_000

SILENCE_S = 20
"""How long a PostgreSQL waits for a client that is silent in the middle of a transaction, and a client for it.

A host that is cut off would otherwise keep the rows it holds locked from all others, for hours.
"""

BigId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite makes its own row numbers only for a plain INTEGER."""

Json = JSON().with_variant(JSONB(), "postgresql")

BytewiseText = String().with_variant(String(collation="C"), "postgresql")
"""Text in the order of its bytes, as SQLite has it, whatever the database's language: an index finds beginnings."""

LAST_SIGN = "\U0010ffff"
"""Behind every sign there is."""

Translated = dict[str, str]
"""A text by language code. Read it with `translated`."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC on both databases. Naive ones are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table, with constraint names that migrations can rely on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        StrEnum: Enum(
            StrEnum, native_enum=False, length=24, values_callable=lambda kind: [one.value for one in kind]
        ),
        dict[str, str]: Json,
        dict[str, Any]: Json,
        list[str]: Json,
        list[int]: Json,
        list[dict[str, Any]]: Json,
    }


class Identified:
    """A row with a number of its own."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, sort_order=-1)


def translated(text: Translated, language: str) -> str:
    """The text in `language`, else in English, else in whatever there is."""
    return text.get(language) or text.get("en") or next(iter(text.values()), "")


def insert(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, in the database's own dialect."""
    dialect = session.get_bind().dialect.name
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def among(session: Session, column: InstrumentedAttribute[int], numbers: Collection[int]) -> ColumnElement[bool]:
    """Whether a column is one of many numbers, which go as one parameter: so many of them take long to write."""
    if session.get_bind().dialect.name == "sqlite":
        each = func.json_each(json.dumps(list(numbers))).table_valued("value")
        return column.in_(select(each.c.value))
    return column == any_(literal(list(numbers), postgresql.ARRAY(BigInteger)))


def rows_changed(session: Session, statement: UpdateBase) -> int:
    """Run an UPDATE or DELETE past the objects the session holds, and count the rows it touched."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount


def make_engine(url: str, **options: Any) -> Engine:  # noqa: ANN401 (passed through to SQLAlchemy)
    """An engine that keeps to this module's rules. Its errors, which are logged, hide what was asked: addresses."""
    return prepare(create_engine(url, hide_parameters=True, **options))


def prepare(engine: Engine) -> Engine:
    """Make an engine keep to this module's rules, whoever created it."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "do_connect", _heed_silence)
        event.listen(engine, "connect", _open_postgresql)
        event.listen(engine, "handle_error", _call_it_gone)
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine and pool for transactions that are going to write."""
    return engine.execution_options(sqlite_begin="IMMEDIATE")


def _open_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 (a driver's connection)
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        f"busy_timeout = {LOCK_WAIT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _heed_silence(_dialect: Dialect, _record: object, _args: object, options: dict[str, Any]) -> None:
    options.setdefault("tcp_user_timeout", SILENCE_S * 1000)
    options.setdefault("connect_timeout", SILENCE_S)


def _open_postgresql(connection: Any, _record: object) -> None:  # noqa: ANN401 (a driver's connection)
    """PostgreSQL presumes a disk that turns, and queries for reports; most of ours find rows by their keys.

    Compiling one to machine code takes longer than nearly any of them runs (67 of 98 ms for the leavers of a batch),
    and from a disk without moving parts a whole table is not cheaper to read than a thousand rows by number.
    """
    connection.execute(
        "SET jit = off; SET random_page_cost = 1.1;"
        f"SET idle_in_transaction_session_timeout = '{SILENCE_S}s'; SET tcp_user_timeout = '{SILENCE_S}s'"
    )
    connection.commit()


def _call_it_gone(context: ExceptionContext) -> None:
    """Who was silent for too long finds the server gone, as after any other end of a connection."""
    if isinstance(context.original_exception, IdleInTransactionSessionTimeout):
        context.is_disconnect = True
        raise OperationalError(None, None, context.original_exception)


def _begin_sqlite(connection: Any) -> None:  # noqa: ANN401 (SQLAlchemy's event gives a Connection)
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


@dataclass(frozen=True)
class Work:
    """One transaction and the jobs it names."""

    session: Session
    outbox: Outbox


@contextmanager
def unit_of_work(session: Session, outbox: Outbox) -> Iterator[Work]:
    """Commit at the end, then send the named jobs; on an error roll back and forget them."""
    try:
        yield Work(session, outbox)
        session.commit()
    except BaseException:
        session.rollback()
        outbox.forget()
        raise
    outbox.send()
