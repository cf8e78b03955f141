import pytest

from newsletter.subscribers.importing.reading.flaws import FileFlaw, UnreadableFile
from newsletter.subscribers.importing.reading.header import unique
from newsletter.subscribers.importing.reading.lines import Place
from newsletter.subscribers.importing.reading.records import Record
from newsletter.subscribers.importing.reading.roster import Roster, roster_of

KNOWN = {"E-mail", "Name", "City"}


@pytest.fixture
def look(tmp_path):
    """A roster of this text, and the rows behind its header."""

    def found(text, encoding="utf-8"):
        path = tmp_path / "roster.csv"
        path.write_bytes(text.encode(encoding))
        roster = roster_of(path, KNOWN.__contains__)
        with path.open("rb") as file:
            return roster, list(roster.records(file))

    return found


def test_the_header_is_the_first_line(look):
    roster, rows = look("E-mail,Name\na@b.example,Jo\n")

    assert (roster.header.line, roster.header.names) == (1, ("E-mail", "Name"))
    assert rows == [Record(2, ["a@b.example", "Jo"])]


def test_the_header_may_stand_below_a_title(look):
    roster, rows = look("Local 506,,\nMembers in good standing,,\n\nE-mail,Name,City\na@b.example,Jo,Erie\n")

    assert (roster.header.line, roster.header.names) == (4, ("E-mail", "Name", "City"))
    assert rows == [Record(5, ["a@b.example", "Jo", "Erie"])]


def test_names_nobody_knows_are_a_header_where_people_follow(look):
    roster, _ = look("Título\nxyz;qwe;rty\na@b.example;Jo;Erie\n")

    assert roster.header.names == ("xyz", "qwe", "rty")


def test_a_file_may_begin_with_people(look):
    roster, rows = look("a@b.example,Jo\nc@d.example,Al\n", "utf-16")

    assert (roster.header.line, roster.header.names) == (0, ("1", "2"))
    assert len(rows) == 2


def test_a_header_alone_is_a_roster_of_nobody(look):
    roster, rows = look("E-mail,Name\n")

    assert roster.header.names == ("E-mail", "Name")
    assert rows == []


def test_columns_called_alike_are_told_apart():
    assert unique(["E-mail", "", " E-mail\n", "E-mail (2)"]) == ("E-mail", "2", "E-mail (2)", "E-mail (2) (2)")


def test_what_was_found_can_be_kept(look):
    roster, _ = look("Local 506\nE-mail,Name\na@b.example,Jo\n")

    assert Roster.from_json(roster.to_json()) == roster
    assert roster.first == Place(22, 2)


def test_nothing_to_read_is_said(look):
    with pytest.raises(UnreadableFile) as refusal:
        look("\n\n")

    assert refusal.value.flaw is FileFlaw.EMPTY
