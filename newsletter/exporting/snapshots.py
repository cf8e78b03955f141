"""One view of the database for as long as it takes, while others go on changing it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session


@contextmanager
def snapshot(open_session: Callable[[], Session]) -> Iterator[Session]:
    """A session that reads everything as it is now, and keeps nobody from writing."""
    with open_session() as session:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        session.connection(
            execution_options={"sqlite_begin": "DEFERRED"} if is_sqlite else {"isolation_level": "REPEATABLE READ"}
        )
        yield session
        session.rollback()
