"""Imports that are killed, cancelled and repeated: every row is accounted for, whatever happens between two sets."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import func, select

from newsletter.activity.models import Activity
from newsletter.subscribers.importing import running
from newsletter.subscribers.importing.lifecycle import ImportState
from newsletter.subscribers.importing.reading.flaws import UnreadableFile
from newsletter.subscribers.importing.running import Ask
from newsletter.subscribers.importing.source import NoAddresses
from newsletter.subscribers.models import Basis, Membership, RosterImport, Subscriber, SuppressionReason
from tests.clock import NOON
from tests.factories import make_person
from tests.factories.people import SIGNER
from tests.subscribers.conftest import Desk


@dataclass
class Office:
    """A steward of UE with a roster in hand."""

    desk: Desk
    home: Path

    def begin(self, content: bytes, *, mailed: bool = False, **more: Any) -> RosterImport:
        file = self.home / "members.csv"
        file.write_bytes(content)
        ask = Ask(Basis.MEMBERSHIP, "You are a member.", (self.desk.trade.id,)) if mailed else None
        said: dict[str, Any] = {"ask": ask, "order": None, "language": "en", "account_id": None} | more
        return running.begin(
            self.desk.session, union=self.desk.ue, file=file, imports=self.home / "imports", now=NOON, **said
        )

    def advance(self, roster_import: RosterImport, size: int = 2000) -> bool:
        return running.advance(
            self.desk.session,
            roster_import_id=roster_import.id,
            imports=self.home / "imports",
            signer=SIGNER,
            now=NOON,
            size=size,
        )

    def run(self, roster_import: RosterImport, size: int = 2000) -> dict[str, int]:
        running.start(self.desk.session, roster_import=roster_import)
        while self.advance(roster_import, size):
            pass
        return dict(roster_import.counts)

    def foretold(self, roster_import: RosterImport) -> dict[str, int]:
        return running.foretold(
            self.desk.session, roster_import=roster_import, imports=self.home / "imports", signer=SIGNER
        )

    def rejects(self, roster_import: RosterImport) -> str:
        path = running.rejects_of(roster_import, self.home / "imports")
        return path.read_text("utf-8-sig") if path else ""

    def members(self) -> list[tuple[object, ...]]:
        return [
            tuple(row)
            for row in self.desk.session.execute(
                select(Subscriber.email, Membership.given_name, Membership.family_name, Membership.number)
                .join(Membership)
                .where(Membership.union_id == self.desk.ue.id)
                .order_by(Subscriber.email)
            )
        ]


@pytest.fixture
def office(desk: Desk, tmp_path):
    return Office(desk, tmp_path)


ROSTER = (
    b"E-mail;Nom;N\xc2\xb0 de membre;Section\n"
    b"rosa@members.example;Rosa D\xc3\xadaz;007;506\n"
    b"jo@members.example;Jo Hill;008;Loc. 506\n"
    b"jo@members.example;Joe Hill;009;506\n"
    b"gone@members.example;Al;010;506\n"
    b"al@members.example;Al;011;999\n"
    b"nobody;No Body;012;506\n"
)


def test_every_row_is_accounted_for(office: Office):
    office.desk.bar("gone@members.example", SuppressionReason.LEFT)
    roster_import = office.begin(ROSTER)
    foretold = office.foretold(roster_import)

    counts = office.run(roster_import)

    assert counts == foretold == {"new": 2, "gone": 1, "rejected": 3}
    assert roster_import.rows == 6
    assert office.members() == [
        ("jo@members.example", "Jo", "Hill", "008"),
        ("rosa@members.example", "Rosa", "Díaz", "007"),
    ]
    assert "Line 4" in office.rejects(roster_import)


def test_the_same_file_twice_changes_nothing(office: Office):
    office.run(office.begin(ROSTER, mailed=True))
    members, evidence = office.members(), len(office.desk.evidence())

    assert office.run(office.begin(ROSTER, mailed=True)) == {"same": 3, "rejected": 3}
    assert (office.members(), len(office.desk.evidence())) == (members, evidence)


def test_a_cancelled_import_goes_on_where_it_was(office: Office):
    roster_import = office.begin(ROSTER)
    running.start(office.desk.session, roster_import=roster_import)
    assert office.advance(roster_import, size=1)
    running.cancel(office.desk.session, roster_import=roster_import)
    assert not office.advance(roster_import, size=1)
    assert roster_import.counts == {"new": 1}

    assert office.run(roster_import, size=1) == {"new": 3, "rejected": 3}
    assert roster_import.state is ImportState.DONE


def test_what_is_done_is_logged_and_its_roster_forgotten(office: Office):
    roster_import = office.begin(ROSTER)
    office.run(roster_import)
    running.forget_roster(roster_import, office.home / "imports")

    log = office.desk.session.scalars(select(Activity).where(Activity.verb == "import.done")).one()
    assert (log.union_id, log.details) == (office.desk.ue.id, roster_import.counts)
    assert [path.name for path in (office.home / "imports" / roster_import.folder).iterdir()] == ["rejects.csv"]


def test_a_roster_under_way_is_not_forgotten(office: Office):
    roster_import = office.begin(ROSTER)
    running.start(office.desk.session, roster_import=roster_import)
    running.forget_roster(roster_import, office.home / "imports")

    assert office.advance(roster_import)


def test_a_file_that_cannot_be_read_leaves_nothing_behind(office: Office):
    for content, refusal in ((b"", UnreadableFile), (b"Name\nRosa\n", NoAddresses)):
        with pytest.raises(refusal):
            office.begin(content)

    assert list((office.home / "imports").iterdir()) == []
    assert office.desk.session.scalar(select(func.count(RosterImport.id))) == 0


LINES = some.lists(
    some.tuples(
        some.sampled_from(["a@m.example", "b@m.example", "c@m.example", "d@m.example", "nobody", '"', "", "x,y,z,w"]),
        some.sampled_from(["Jo", "Al", "Ñandú", '"Hill, Jo"']),
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, some.integers(1, 4), some.integers(0, 2**16))
def test_a_death_between_any_two_sets_changes_nothing(office: Office, lines, size, seed):
    """Killed before it commits, as often as one likes, an import ends as if nothing had been."""
    content = ("E-mail,Name\n" + "".join(f"{address},{name}\n" for address, name in lines)).encode()
    with office.desk.session.begin_nested() as example:
        make_person(office.desk.session, office.desk.ue, email="a@m.example", given_name="", family_name="Jo")
        office.desk.bar("b@m.example", SuppressionReason.LEFT)
        with office.desk.session.begin_nested() as undisturbed:
            once = office.begin(content)
            foretold = office.foretold(once)
            counts, members, rejects = office.run(once), office.members(), office.rejects(once)
            undisturbed.rollback()
        killed = office.begin(content)
        _run_with_deaths(office, killed, size, random.Random(seed))
        assert killed.counts == counts == foretold
        assert (office.members(), office.rejects(killed)) == (members, rejects)
        again = office.run(office.begin(content))
        assert {"new", "changed"}.isdisjoint(again)
        assert sum(again.values()) == sum(counts.values())
        example.rollback()


def _run_with_deaths(office: Office, killed: RosterImport, size: int, chance: random.Random) -> None:
    running.start(office.desk.session, roster_import=killed)
    while killed.state is ImportState.RUNNING:
        with office.desk.session.begin_nested() as transaction:
            office.advance(killed, size)
            if chance.random() < 0.4:
                transaction.rollback()
