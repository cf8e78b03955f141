"""A worker is killed at any note it takes while its mail changes over from one relay to the next."""

import os
import signal
from collections import Counter
from contextlib import closing
from typing import Any

import pytest

from newsletter.delivery.journal import SUFFIX, Journal, Turn, orphan
from newsletter.mail.route import Route
from newsletter.mail.smtp import Envelope, Kind
from newsletter.mail.switchboard import Switchboard
from tests.mail.smtp.scripted_relay import QUICK, Act, ScriptedRelay

MAILS = 6
LEAVES = ("421 4.3.2 going down", Act.HANG_UP)
TURN = Turn(7, 1, 1)

BEGINNINGS: dict[str, dict[Any, Any]] = {
    "leaves before a mail": {("mail", 3): LEAVES},
    "leaves at a recipient": {("rcpt", 3): LEAVES},
    "hangs up before a mail was handed over": {("data", 3): Act.HANG_UP},
    "hangs up behind the final dot": {("content", 3): Act.HANG_UP},
    "refuses a mail and leaves": {("rcpt", 2): "550 5.1.1 nobody", ("mail", 4): LEAVES},
}


class Once(dict[Any, Any]):
    """On the first connection only; then the relay is away."""

    def get(self, step, usual=None):
        if step == ("connect", 1):
            return usual if self.pop("first", None) else LEAVES
        return super().get(step, usual)


class DeadlyJournal(Journal):
    """Its process is killed behind a note."""

    notes_left = 0

    def handing(self, key):
        super().handing(key)
        self._live()

    def heard(self, outcome):
        super().heard(outcome)
        self._live()

    def _live(self):
        self.notes_left -= 1
        if not self.notes_left:
            os.kill(os.getpid(), signal.SIGKILL)


def mails():
    return [
        Envelope(f"b+{n}@b.example", f"member{n}@members.example", f"Subject: {n}\r\n\r\nHello\r\n".encode(), n)
        for n in range(MAILS)
    ]


def work_and_die(folder, ways, notes):
    """In a process of its own; whether it was killed before its work was done."""
    pid = os.fork()
    if not pid:
        try:
            journal = DeadlyJournal(folder)
            journal.begin(TURN)
            journal.notes_left = notes
            list(Switchboard().send_many(mails(), count=1, stop=lambda: False, routes=ways, notebook=journal))
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def numbers(contents):
    return Counter(int(mail.split()[1]) for mail in contents if mail)


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_the_journal_knows_who_has_what_wherever_the_worker_dies(tmp_path, beginning):
    notes, was_killed = 0, True
    while was_killed:
        notes += 1
        folder = tmp_path / str(notes)
        first, second = ScriptedRelay(Once({**BEGINNINGS[beginning], "first": True})), ScriptedRelay()
        with closing(first), closing(second):
            ways = [Route(name, relay.relay(), 1, QUICK) for name, relay in (("a", first), ("b", second))]
            was_killed = work_and_die(folder, ways, notes)
        look(folder, first, second)
    assert notes > MAILS
    assert set(numbers(second.taken)) >= {4, 5}


def look(folder, first, second):
    (path,) = folder.glob(f"*{SUFFIX}")
    with orphan(path) as found:
        assert found
        assert found.turn == TURN
    seen = numbers(first.ends_seen) + numbers(second.ends_seen)
    taken = numbers(first.taken) + numbers(second.taken)
    assert max(seen.values(), default=1) == 1
    assert len(found.handed) <= 1
    assert seen.keys() <= found.handed | found.heard.keys()
    for key, outcome in found.heard.items():
        assert (outcome.kind is Kind.ACCEPTED) == (key in taken), outcome
