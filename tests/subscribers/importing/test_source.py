import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newsletter.subscribers.importing.columns import Field, is_known
from newsletter.subscribers.importing.entries import Entry, Ground
from newsletter.subscribers.importing.reading.roster import roster_of
from newsletter.subscribers.importing.rejects import append
from newsletter.subscribers.importing.seen import Seen
from newsletter.subscribers.importing.source import NoAddresses, Source, dates_of, mapping_of, text_of
from newsletter.subscribers.importing.values.dates import Order
from tests.subscribers.importing.reading.books import book, cell, sheet
from tests.subscribers.importing.test_entries import GROUND

ROSTER = (
    "E-mail,Name,Local\n"
    "rosa@members.example,Rosa Díaz,506\n"
    "nobody,=cmd|x,506\n"
    'jo@members.example,"Jo Hill,506\n'
    "al@members.example,Al,999\n"
)


@pytest.fixture
def source(tmp_path):
    def of(text, ground: Ground = GROUND):
        path = tmp_path / "roster.csv"
        path.write_text(text)
        roster = roster_of(path, is_known)
        return Source(path, roster, mapping_of(path, roster), ground)

    return of


def test_every_row_is_an_entry_or_unwanted(source):
    [found] = source(ROSTER).sets()

    assert found.entries == [Entry(2, "rosa@members.example", names=("Rosa", "Díaz"), local_id=7)]
    assert [one.problem.line for one in found.unwanted] == [3, 4, 5]


def test_sets_go_on_where_the_last_one_ended(source):
    people = "E-mail\n" + "".join(f"p{number}@members.example\n" for number in range(25_000))
    roster = source(people)

    first, second, third = roster.sets()

    assert [len(one.entries) for one in (first, second, third)] == [10_000, 10_000, 5_000]
    assert next(roster.sets(first.place)) == second


def test_a_file_without_addresses_says_what_it_has(source):
    with pytest.raises(NoAddresses, match="Name, Local"):
        source("Name,Local\nRosa,506\n")


def test_the_whole_file_decides_the_order_of_dates(source):
    roster = source("E-mail,Joined\n" + "a@b.example,01/02/2020\n" * 300 + "c@d.example,31/01/2020\n")

    assert dates_of(roster.path, roster.roster, roster.mapping) is Order.DAY_FIRST
    assert dates_of(roster.path, roster.roster, type(roster.mapping)({Field.EMAIL: 0})) is None


def test_a_workbook_is_read_by_its_sheet(tmp_path):
    path = book(tmp_path / "roster.xlsx", sheet(cell("A1", "E-mail"), cell("A2", "a@b.example")))

    assert text_of(path, tmp_path / "roster.csv").read_text().split() == ["E-mail", "a@b.example"]


def test_rejects_have_the_shape_of_the_roster_and_a_reason(source, tmp_path):
    roster, path = source(ROSTER), tmp_path / "rejects.csv"
    [found] = roster.sets()

    append(path, size_bytes=0, names=roster.roster.header.names, unwanted=found.unwanted, language="en")

    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    assert rows[0] == ["E-mail", "Name", "Local", "Why it was left out"]
    assert rows[1][:3] == ["nobody", "'=cmd|x", "506"]
    assert "quotation mark" in rows[2][3]
    assert "Line 5, column “Local”" in rows[3][3]


def test_repaired_rejects_go_in(source, tmp_path):
    roster, path = source(ROSTER), tmp_path / "rejects.csv"
    [found] = roster.sets()
    append(path, size_bytes=0, names=roster.roster.header.names, unwanted=found.unwanted, language="fr")

    [again] = source(path.read_text("utf-8-sig").replace("999", "506").replace("nobody", "no@body.example")).sets()

    assert [(one.email, one.names) for one in again.entries] == [
        ("no@body.example", ("=cmd|x", "")),
        ("al@members.example", ("Al", "")),
    ]


def test_what_was_not_committed_is_written_again(source, tmp_path):
    roster, path = source(ROSTER), tmp_path / "rejects.csv"
    [found] = roster.sets()
    names, first, more = roster.roster.header.names, found.unwanted[:1], found.unwanted[1:]
    size = append(path, size_bytes=0, names=names, unwanted=first, language="en")
    append(path, size_bytes=size, names=names, unwanted=more, language="en")
    whole = path.read_bytes()

    append(path, size_bytes=size, names=names, unwanted=more, language="en")

    assert path.read_bytes() == whole


@given(
    some.lists(some.sampled_from(["a@b.example", "c@d.example", "e@f.example"]), max_size=12), some.integers(0, 12)
)
def test_an_address_is_seen_again_however_often_one_begins_anew(addresses, cut):
    entries = [Entry(line, address) for line, address in enumerate(addresses)]
    twice = {one.line for one in entries if one.email in addresses[: one.line]}

    with Seen(Path(":memory:")) as seen:
        found = seen.again(entries[:cut]) | seen.again(entries[cut:])
        assert found == twice
        assert seen.again(entries[cut:]) == {line for line in twice if line >= cut}
