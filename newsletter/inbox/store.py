"""What arrived, in an SQLite file of its own: the bytes as they came, and beside them what a list shows."""

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from newsletter.inbox.envelopes import Arrival, Label

PAGE_SIZE = 50
_PATIENCE_S = 10.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at REAL NOT NULL,
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL, -- one a line
    subject TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    message_id TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    words TEXT NOT NULL -- all of the above to be searched, folded
);
CREATE TABLE IF NOT EXISTS source (id INTEGER PRIMARY KEY REFERENCES mail (id), raw BLOB NOT NULL);
"""
_INSERT_MAIL = "INSERT INTO mail VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_SOURCE = "INSERT INTO source VALUES (?, ?)"
_COLUMNS = 'id, received_at, sender, recipients, subject, "from", "to", message_id, size_bytes'
_MATCHING = "instr(words, :words) > 0"


@dataclass(frozen=True, slots=True)
class Mail:
    """One line of the list."""

    id: int
    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    label: Label
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some mails, newest first, and whether there are more on either side."""

    mails: tuple[Mail, ...]
    has_newer: bool
    has_older: bool


class Store:
    """Belongs to one thread. Any number of them may read while one writes."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(_SCHEMA)

    def add(self, arrivals: Iterable[Arrival]) -> None:
        """All of them or, when the disk is full, none. Raises sqlite3.Error."""
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            for arrival in arrivals:
                cursor = connection.execute(_INSERT_MAIL, _row(arrival))
                connection.execute(_INSERT_SOURCE, (cursor.lastrowid, arrival.raw))
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise

    def count(self, search: str = "") -> int:
        where = f"WHERE {_MATCHING}" if search else ""
        found = self._connection.execute(f"SELECT count(*) FROM mail {where}", {"words": fold(search)})  # noqa: S608
        return int(found.fetchone()[0])

    def page(self, search: str = "", *, before: int | None = None, after: int | None = None) -> Page:
        """The newest mails, or those older than `before`, or those just newer than `after`."""
        towards_newer = after is not None
        rows = self._rows(search, before=before, after=after, newest_first=not towards_newer, limit=PAGE_SIZE + 1)
        mails = [_mail(row) for row in rows]
        has_more = len(mails) > PAGE_SIZE
        mails = mails[:PAGE_SIZE]
        if towards_newer:
            return Page(tuple(reversed(mails)), has_newer=has_more, has_older=True)
        return Page(tuple(mails), has_newer=before is not None, has_older=has_more)

    def every(self) -> Iterator[Mail]:
        """All mails in the order they came, without holding them in memory."""
        yield from (_mail(row) for row in self._rows("", newest_first=False, limit=-1))

    def find(self, mail_id: int) -> Mail | None:
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM mail WHERE id = ?", (mail_id,)).fetchone()  # noqa: S608
        return _mail(row) if row else None

    def raw(self, mail_id: int) -> bytes:
        """The mail as it came; empty if it is gone."""
        row = self._connection.execute("SELECT raw FROM source WHERE id = ?", (mail_id,)).fetchone()
        return bytes(row[0]) if row else b""

    def empty(self) -> None:
        """Forget everything and give the disk back, unless a mail is just coming in."""
        for statement in ("BEGIN IMMEDIATE", "DELETE FROM source", "DELETE FROM mail", "COMMIT"):
            self._connection.execute(statement)
        with suppress(sqlite3.OperationalError):
            self._connection.execute("VACUUM")

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _rows(
        self, search: str, *, newest_first: bool, limit: int, before: int | None = None, after: int | None = None
    ) -> sqlite3.Cursor:
        conditions = ["1"]
        conditions += ["id < :before"] if before is not None else []
        conditions += ["id > :after"] if after is not None else []
        conditions += [_MATCHING] if search else []
        order = "DESC" if newest_first else "ASC"
        return self._connection.execute(
            f"SELECT {_COLUMNS} FROM mail WHERE {' AND '.join(conditions)} ORDER BY id {order} LIMIT :limit",  # noqa: S608
            {"before": before, "after": after, "words": fold(search), "limit": limit},
        )


def fold(text: str) -> str:
    """As it is searched: "maria" finds "María"."""
    folded = text.casefold()
    if folded.isascii():
        return folded.strip()
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).strip()


def _row(arrival: Arrival) -> tuple[object, ...]:
    label = Label.of(arrival.raw)
    recipients = "\n".join(arrival.recipients)
    shown = (arrival.sender, recipients, label.subject, label.from_, label.to, label.message_id)
    words = fold("\n".join(shown))
    return (arrival.received_at.timestamp(), *shown, len(arrival.raw), words)


def _mail(row: tuple[int, float, str, str, str, str, str, str, int]) -> Mail:
    mail_id, received_at, sender, recipients, subject, from_, to, message_id, size_bytes = row
    return Mail(
        id=mail_id,
        received_at=datetime.fromtimestamp(received_at, UTC),
        sender=sender,
        recipients=tuple(recipients.split("\n")),
        label=Label(subject, from_, to, message_id),
        size_bytes=size_bytes,
    )
