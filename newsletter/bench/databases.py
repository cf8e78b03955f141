"""A database for one bench: SQLite in a file, or PostgreSQL, ours for the while or the operator's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsletter.bench.postgres import Postgres


@contextmanager
def running_database(home: Path, wanted: str) -> Iterator[str]:
    """The URL of an empty database: `sqlite`, `postgresql` (a server of its own) or a URL that is used as it is."""
    if wanted == "sqlite":
        yield f"sqlite:///{home / 'bench.sqlite3'}"
    elif wanted == "postgresql":
        with running_postgres(home) as server:
            yield server.url()
    else:
        yield wanted


@contextmanager
def running_postgres(home: Path, *, listen: str = "127.0.0.1", trusted: str = "127.0.0.1/32") -> Iterator[Postgres]:
    """A PostgreSQL for the while, with a database that is empty."""
    server = Postgres(home / "postgresql", listen=listen, trusted=trusted)
    server.start()
    try:
        yield server
    finally:
        server.stop()
