"""Which addresses of a file were met already, where: on disk, as files may name more people than memory holds."""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from newsletter.subscribers.importing.entries import Entry

_DIGEST_BYTES = 16


class Seen:
    """The line in which each address stands first. It keeps digests, never addresses.

    Asking again about the same lines gives the same answers, so that a reading may begin anew at an earlier place.
    """

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS seen (digest BLOB PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def again(self, entries: Sequence[Entry]) -> set[int]:
        """The lines whose address stands in an earlier one; the others are remembered."""
        marked = [(_digest(one.email), one.line) for one in entries]
        with self._database:
            new = self._database.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", marked).rowcount
            if new == len(marked):
                return set()
            first = "SELECT line FROM seen WHERE digest = ?"
            return {line for digest, line in marked if self._database.execute(first, (digest,)).fetchone()[0] < line}


def _digest(address: str) -> bytes:
    return hashlib.blake2b(address.encode(), digest_size=_DIGEST_BYTES).digest()
