"""A worker's own record of what is on the wire, finer than any database could be asked to be.

Before the last byte of a mail is written the journal says so, and again when its reply was read. It is a file,
written by plain appends that outlive the process: after kill -9 exactly those mails are in doubt whose handing over
was noted and whose reply was not, one for each open connection. What of the journal is lost with a host is in the
ledger to a second (`windows`).

The file belongs to its process as long as that holds a lock on it; the kernel gives the lock free however it dies.
"""

import errno
import fcntl
import os
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from newsletter.errors import NewsletterError
from newsletter.mail.smtp import Kind, Outcome

SUFFIX = ".journal"

_TURN = struct.Struct("<cqqq")
_NOTE = struct.Struct("<cqHH")
_KINDS = {
    Kind.ACCEPTED: b"a",
    Kind.DEFERRED: b"d",
    Kind.REFUSED: b"r",
    Kind.UNSENT: b"u",
    Kind.IN_DOUBT: b"?",
}
_BY_SIGN = {sign: kind for kind, sign in _KINDS.items()}
_HANDED = b"h"
_TURN_SIGN = b"t"
_LONGEST_TEXT = 500


class CannotNote(NewsletterError, OSError):
    """The host's disk is full or broken: what cannot be noted is not handed over, or nobody would know of it."""

    def __init__(self, why: OSError) -> None:
        super().__init__(f"a worker cannot note on its disk what it sends: {why.strerror or why}")


@dataclass(frozen=True)
class Turn:
    """Which batch a worker had, by which claim."""

    campaign_id: int
    number: int
    ticket: int


@dataclass
class Found:
    """What a journal tells about its last turn."""

    turn: Turn
    heard: dict[int, Outcome[int]] = field(default_factory=dict)
    handed: set[int] = field(default_factory=set)
    """Handed over, and no reply noted: in doubt."""


class Notes(Protocol):
    """Where a turn is noted: a `mail.smtp.Notebook` that knows of turns."""

    def begin(self, turn: Turn) -> None:
        """A new turn; what was noted before is settled. Raises CannotNote."""

    def handing(self, key: int) -> None:
        """The last byte of this mail is about to be written. Raises CannotNote."""

    def heard(self, outcome: Outcome[int]) -> None:
        """What became of it. Never raises."""

    def end(self) -> None:
        """The turn is in the ledger."""

    def leave(self) -> None:
        """It cannot be brought into the ledger now: leave it to whoever settles the journals of the dead."""


class Journal:
    """The files of one process, one after the other; several threads may note in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None
        self._lock = threading.Lock()
        self._torn = False
        """A note was written in part: what came behind it could not be read."""

    def begin(self, turn: Turn) -> None:
        try:
            if self._file is None:
                self._file = self._open()
            os.ftruncate(self._file, 0)
            self._torn = False
            self._write(_TURN.pack(_TURN_SIGN, turn.campaign_id, turn.number, turn.ticket))
        except OSError as problem:
            raise CannotNote(problem) from None

    def handing(self, key: int) -> None:
        try:
            self._write(_NOTE.pack(_HANDED, key, 0, 0))
        except OSError as problem:
            raise CannotNote(problem) from None

    def heard(self, outcome: Outcome[int]) -> None:
        text = b"" if outcome.kind is Kind.ACCEPTED else outcome.text.encode()[:_LONGEST_TEXT]
        note = _NOTE.pack(_KINDS[outcome.kind], outcome.key, outcome.code, len(text)) + text
        with suppress(OSError):  # on a full disk the next mail is not handed over; this one's outcome must be heard
            self._write(note)

    def end(self) -> None:
        if self._file is not None:
            os.ftruncate(self._file, 0)

    def leave(self) -> None:
        self.close()

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self, note: bytes) -> None:
        with self._lock:
            if self._file is None or self._torn:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            written = os.write(self._file, note)
            self._torn = written < len(note)
        if written < len(note):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _open(self) -> int:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        while True:
            path = self._folder / f"{os.getpid()}-{time.time_ns()}{SUFFIX}"
            file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_APPEND | os.O_CLOEXEC, 0o600)
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file).st_nlink:
                return file
            os.close(file)  # a sweeper came between, and took it for the empty one of a dead process


class NoJournal:
    """For whoever has no turn to note: a preview, a test."""

    def begin(self, turn: Turn) -> None:
        pass

    def handing(self, key: int) -> None:
        pass

    def heard(self, outcome: Outcome[int]) -> None:
        pass

    def end(self) -> None:
        pass

    def leave(self) -> None:
        pass


@contextmanager
def orphan(path: Path) -> Iterator[Found | None]:
    """The journal of a process that is gone, for as long as the context lasts; deleted when that ends well.

    None while its process lives, or somebody else is settling it, or nothing was begun in it.
    """
    try:
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        yield None
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield None
    else:
        yield read(path.read_bytes())
        path.unlink(missing_ok=True)
    finally:
        os.close(file)


def read(noted: bytes) -> Found | None:
    """What stands in a journal. A note that was torn at the end says nothing, as if it had not been begun."""
    if len(noted) < _TURN.size or noted[:1] != _TURN_SIGN:
        return None
    _, *numbers = _TURN.unpack_from(noted)
    found, at = Found(Turn(*numbers)), _TURN.size
    while at + _NOTE.size <= len(noted):
        sign, key, code, length = _NOTE.unpack_from(noted, at)
        at += _NOTE.size + length
        if at > len(noted) or not (sign == _HANDED or sign in _BY_SIGN):
            break
        text = noted[at - length : at].decode("utf-8", "replace")
        _note(found, sign, Outcome(key, _BY_SIGN.get(sign, Kind.IN_DOUBT), code, text))
    return found


def _note(found: Found, sign: bytes, outcome: Outcome[int]) -> None:
    if sign == _HANDED:
        found.handed.add(outcome.key)
        return
    found.handed.discard(outcome.key)
    if outcome.kind is not Kind.UNSENT:
        found.heard[outcome.key] = outcome
