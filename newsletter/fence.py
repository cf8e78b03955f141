"""A fence around a staff member's transaction: on PostgreSQL only rows of the union they work for exist in it.

Each query for staff names the union it is about. Should one ever forget, the database shows nothing instead of
another union's people: the transaction works under a role of few rights, and `migrations.row_security` says which
rows of each table that role has. Workers, public pages and the command line stand outside.

SQLite knows no such thing; there the queries are all there is.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, SessionTransaction

ROLE = "newsletter_desk"
"""A role of the database's that cannot sign in."""

SETTING = "newsletter.unions"
"""Where the policies read whose rows there are: numbers, as an array is written."""

_INSIDE = "newsletter.fence"


def confine(session: Session, union_ids: Collection[int]) -> None:
    """From here on, in each transaction of this session, only rows of these unions exist."""
    session.info[_INSIDE] = "{" + ",".join(f"{one:d}" for one in sorted(union_ids)) + "}"
    if session.in_transaction():
        _shut(session.connection(), session.info[_INSIDE])


@contextmanager
def beyond(session: Session) -> Iterator[None]:
    """For what counts everybody and shows nobody, such as the audience of a joint campaign: as if no fence stood."""
    fence = session.info.pop(_INSIDE, None)
    if fence is None:
        yield
        return
    session.flush()
    _open(session.connection())
    try:
        yield
        session.flush()
    finally:
        session.info[_INSIDE] = fence
        if session.is_active and session.in_transaction():
            _shut(session.connection(), fence)


@event.listens_for(Session, "after_begin")
def _begin(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    if fence := session.info.get(_INSIDE):
        _shut(connection, fence)


def _shut(connection: Connection, fence: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "SELECT set_config('role', %s, true), set_config(%s, %s, true)", (ROLE, SETTING, fence)
        )


def _open(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL ROLE NONE")
