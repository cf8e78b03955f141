"""Databases for tests: migrated once in a run, copied for each test process, left as empty as they were."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, text

from newsletter.db import make_engine
from newsletter.migrations import upgrade
from newsletter.models import Base
from tests.servers import alone, postgresql


@dataclass(frozen=True)
class Sqlite:
    """A file of this test process."""

    url: str
    engine: Engine
    template: Path

    def empty(self) -> None:
        """Take a fresh copy; rows of evidence cannot be deleted."""
        self.engine.dispose()
        file = Path(self.engine.url.database or "")
        for old in file.parent.glob(f"{file.name}*"):
            old.unlink()  # a connection somebody forgot keeps the old file to itself, and does not spoil the new one
        shutil.copyfile(self.template, file)


@dataclass(frozen=True)
class Postgresql:
    """A database of this test process."""

    url: str
    engine: Engine

    def empty(self) -> None:
        """Only a superuser gets past the triggers that guard rows of evidence."""
        tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
        with self.engine.begin() as connection:
            for part in connection.scalars(_PARTS).all():
                connection.execute(text(f"DROP TABLE {part}"))
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


_PARTS = text("SELECT CAST(inhrelid AS regclass) FROM pg_inherits WHERE inhparent = CAST('message' AS regclass)")

Database = Sqlite | Postgresql


def open_sqlite(run: Path, folder: Path) -> Sqlite:
    """A file in `folder`, copied from the run's migrated one."""
    template = run / "migrated.sqlite3"
    with alone(run / "sqlite.lock"):
        if not template.exists():
            migrate(f"sqlite:///{run / 'new.sqlite3'}")
            (run / "new.sqlite3").rename(template)
    url = f"sqlite:///{folder / 'test.sqlite3'}"
    database = Sqlite(url, make_engine(url), template)
    database.empty()
    return database


def open_postgresql(run: Path, name: str) -> Postgresql:
    """The database `name`, copied from the run's migrated one. Raises LeftOut."""
    template = run / "migrated.postgresql"
    with alone(run / "migrated.lock"):
        if not template.exists():
            migrate(create_postgresql(run, "migrated"))
            template.touch()
    url = create_postgresql(run, name, template="migrated")
    engine = make_engine(url)
    event.listen(engine, "connect", _be_patient)
    return Postgresql(url, engine)


def _be_patient(connection: Any, _record: object) -> None:
    """A test may look at a browser for a minute between two statements."""
    connection.execute("SET idle_in_transaction_session_timeout = 0")
    connection.commit()


def create_postgresql(run: Path, name: str, *, template: str = "template1") -> str:
    """The address of a new database, in the place of an older one of that name. Raises LeftOut."""
    sockets = postgresql(run)
    server = make_engine(f"postgresql+psycopg://postgres@/postgres?host={sockets}", isolation_level="AUTOCOMMIT")
    with alone(run / "create.lock"), server.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE {template}'))
    server.dispose()
    return f"postgresql+psycopg://postgres@/{name}?host={sockets}"


def migrate(url: str) -> None:
    """Bring a new database to the newest revision, and let go of it."""
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()
