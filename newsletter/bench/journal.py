"""What it costs to note that a mail is handed over, and what became of it: in a file, in Redis, in the database.

Each note has to be where it is kept before the mail goes on, so none can wait to be sent with others. The file is the
worker's own journal; the other two are written as plainly as they can be.
"""

import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import redis
from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, insert

from newsletter.bench.databases import running_database
from newsletter.db import make_engine, writing
from newsletter.delivery.journal import Journal, Turn
from newsletter.embedded import running_redis
from newsletter.mail.smtp import Kind, Outcome

_Note = Callable[[int, int], None]
"""One note about the mail of this number: 0 that it is handed over, 1 that its reply was read."""


@dataclass(frozen=True)
class JournalBench:
    """What is asked for."""

    messages: int = 5_000
    database: str = "postgresql"


def bench_journal(asked: JournalBench) -> dict[str, Any]:
    """Note so many mails in each place, one after the other; microseconds a mail, as the one who waits sees them."""
    with tempfile.TemporaryDirectory(prefix="newsletter-bench-") as folder:
        home = Path(folder)
        file, store, rows = _by_file(home, asked), _by_redis(home, asked), _by_database(home, asked)
    return {
        "ours": file,
        "reference": store,
        "ratio": round(file / store, 3),
        "file_us": file,
        "redis_us": store,
        "database_us": rows,
        **asdict(asked),
    }


def _by_file(home: Path, asked: JournalBench) -> float:
    with closing(Journal(home / "journals")) as journal:
        journal.begin(Turn(1, 1, 1))

        def note(number: int, step: int) -> None:
            if step:
                journal.heard(Outcome(number, Kind.ACCEPTED, 250))
            else:
                journal.handing(number)

        return _timed(note, asked.messages)


def _by_redis(home: Path, asked: JournalBench) -> float:
    with running_redis(None, home=home) as server, redis.Redis.from_url(server.url) as client:

        def note(number: int, step: int) -> None:
            client.rpush("journal", f"{number} {step}")

        return _timed(note, asked.messages)


def _by_database(home: Path, asked: JournalBench) -> float:
    notes = Table("note", MetaData(), Column("subscriber_id", BigInteger), Column("step", Integer))
    with running_database(home, asked.database) as url:
        engine = make_engine(url)
        notes.create(engine)
        with writing(engine).connect() as connection:

            def note(number: int, step: int) -> None:
                connection.execute(insert(notes), {"subscriber_id": number, "step": step})
                connection.commit()

            spent = _timed(note, asked.messages)
        engine.dispose()
    return spent


def _timed(note: _Note, messages: int) -> float:
    began = time.perf_counter()
    for number in range(messages):
        note(number, 0)
        note(number, 1)
    return round((time.perf_counter() - began) / messages * 1e6, 1)
