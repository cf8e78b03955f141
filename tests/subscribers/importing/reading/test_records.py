import csv
import random
import tracemalloc
from io import BytesIO, StringIO

import pytest
from hypothesis import given, reject
from hypothesis import strategies as some

from newsletter.subscribers.importing.reading.flaws import LINE_LIMIT, BadRow, FileFlaw, RowFlaw, UnreadableFile
from newsletter.subscribers.importing.reading.form import Form, form_of
from newsletter.subscribers.importing.reading.lines import Place
from newsletter.subscribers.importing.reading.records import Record, Records

PEOPLE = [
    ["e-mail", "name", "city"],
    ["rosa@members.example", "Rosa Ñandú", "Zürich"],
    ["ann@members.example", "O'Neil, Ann", "Québec"],
    ["jo@members.example", 'Jo "Red" Hill', "5th Street\nErie"],
]


def written(rows, *, delimiter=",", ending="\n", encoding="utf-8", quotechar='"'):
    text = StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=ending, quotechar=quotechar).writerows(rows)
    return text.getvalue().encode(encoding)


def cells(records):
    return [one.cells if isinstance(one, Record) else one.flaw for one in records]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_table_is_read_however_it_was_saved(rows, encoding, delimiter, ending):
    assert cells(rows(written(PEOPLE, delimiter=delimiter, ending=ending, encoding=encoding))) == PEOPLE


def test_an_old_mac_ends_its_lines_in_its_own_way(rows):
    assert cells(rows(written(PEOPLE[:3], ending="\r", encoding="mac_roman"))) == PEOPLE[:3]


def test_apostrophes_around_cells_are_quotation_marks_where_there_are_no_others(rows):
    assert cells(rows(b"'mail','name'\n'a@b.example','Hill, Jo'\n")) == [
        ["mail", "name"],
        ["a@b.example", "Hill, Jo"],
    ]


def test_excel_says_its_delimiter_in_a_line_of_its_own(rows):
    assert rows(b"sep=;\r\nmail;name\r\n") == [Record(2, ["mail", "name"])]


def test_lines_with_nothing_in_them_are_no_rows(rows):
    assert rows(b"mail,name\n\n , \n,,\na@b.example,Jo\n") == [
        Record(1, ["mail", "name"]),
        Record(5, ["a@b.example", "Jo"]),
    ]


def test_nuls_and_lone_carriage_returns_harm_nobody_else(rows):
    found = rows(b"mail,name\na@b.\0example\r,Jo\0\nc@d.example,Al\n")

    assert cells(found)[1:] == [["a@b.example ", "Jo"], ["c@d.example", "Al"]]


def test_one_line_is_a_table(rows):
    assert rows(b"a@b.example") == [Record(1, ["a@b.example"])]


def test_no_line_is_none(rows):
    with pytest.raises(UnreadableFile) as refusal:
        rows(b"\n \n\n")

    assert refusal.value.flaw is FileFlaw.EMPTY


def test_ten_thousand_columns_are_read(rows):
    assert len(rows(b",".join(b"c%d" % n for n in range(10_000)))[0].cells) == 10_000


def test_more_columns_than_a_sheet_has_are_refused(rows):
    with pytest.raises(UnreadableFile) as refusal:
        rows(b",".join([b"c"] * 20_000))

    assert refusal.value.flaw is FileFlaw.TOO_WIDE


def test_a_quotation_mark_open_at_the_end_costs_its_own_line_only(rows):
    found = rows(b'mail,name\na@b.example,"Jo\nc@d.example,Al\n')

    assert found == [
        Record(1, ["mail", "name"]),
        BadRow(RowFlaw.QUOTE_OPEN, 2, 13),
        Record(3, ["c@d.example", "Al"]),
    ]


def test_a_quotation_mark_closed_by_the_next_one_costs_its_own_line_only(rows):
    found = rows(b'a@b.example,"Jo,x\n' + b"c@d.example,Al,y\n" * 9 + b'e@f.example,"Hill, Bo",z\n', width=3)

    assert [type(one) for one in found] == [BadRow] + [Record] * 10
    assert found[-1].cells == ["e@f.example", "Hill, Bo", "z"]


def test_a_quotation_mark_that_swallows_a_great_file_is_found(rows):
    found = rows(b'a@b.example,"Jo\n' + b"c@d.example,Al\n" * 30_000, width=2)

    assert found[0] == BadRow(RowFlaw.QUOTE_OPEN, 1, 13)
    assert len(found) == 30_001


def test_a_cell_with_line_breaks_is_a_cell(rows):
    assert rows(b'a@b.example,"5 Main\nErie\nPA",y\n', width=3) == [
        Record(1, ["a@b.example", "5 Main\nErie\nPA", "y"])
    ]


def test_more_cells_than_names_are_told_of_unless_they_are_empty(rows):
    assert rows(b"a,b,c,d\na,b,,\n", width=2) == [BadRow(RowFlaw.TOO_MANY_CELLS, 1, 3), Record(2, ["a", "b"])]


@pytest.mark.parametrize("ending", ["\n", "\r"])
def test_a_line_without_end_is_passed_over_in_little_memory(ending):
    content = f"a@b.example,Jo{ending}{'x' * (LINE_LIMIT * 9)}{ending}c@d.example,Al{ending}".encode()
    file = BytesIO(content)
    records = Records(file, Form("utf-8", ending, ",", '"', Place(0, 0)))
    tracemalloc.start()

    found = list(records)

    assert tracemalloc.get_traced_memory()[1] < 6 * LINE_LIMIT
    tracemalloc.stop()
    assert cells(found) == [["a@b.example", "Jo"], RowFlaw.LINE_TOO_LONG, ["c@d.example", "Al"]]
    assert found[1].line == 2


def test_a_huge_cell_is_told_of(rows):
    assert rows(b"a,b\n" + b"x" * 200_000 + b",y\nc,d\n")[1:] == [
        BadRow(RowFlaw.CELL_TOO_LONG, 2),
        Record(3, ["c", "d"]),
    ]


CELL = some.text(some.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)
TABLE = some.lists(some.lists(CELL, min_size=3, max_size=3).filter(lambda row: any(map(str.strip, row))), min_size=1)


@given(TABLE, some.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]))
def test_what_was_written_is_read_and_a_place_is_where_it_goes_on(table, encoding):
    """Row by row: a reader that begins anew at the last place reads what the first would have read."""
    content = written(table, encoding=encoding)
    form = Form(encoding, "\n", ",", '"', Place(0, 0))
    place, found = form.start, []

    while (record := next(records := Records(BytesIO(content), form, place=place), None)) is not None:
        found.append(record)
        assert records.place.position > place.position
        place = records.place

    assert found == list(Records(BytesIO(content), form))
    if not any("\n" in cell for row in table for cell in row):
        assert cells(found) == table
    assert place.line <= content.decode(encoding).count("\n")


@given(some.lists(some.sampled_from([b"a@b.example", b",", b";", b'"', b"\n", b"\r", b"\0", b"\xff", b"'", b" "])))
def test_any_bytes_are_read_to_their_end_or_refused(pieces):
    file = BytesIO(b"".join(pieces))
    try:
        form = form_of(file)
        records = Records(file, form, width=2)
        found = list(records)
    except UnreadableFile:
        reject()
    else:
        assert records.place.position == len(file.getvalue())
        lines = [one.line for one in found]
        assert lines == sorted(set(lines))
        assert all(one.told("es") for one in found if isinstance(one, BadRow))


def test_dirt_anywhere_costs_few_lines():
    """A great file with unclosed quotation marks here and there: nearly all go in, and each line is told of."""
    chance = random.Random(5)
    lines = [f"p{n}@members.example,Jo {n},Erie" for n in range(3000)]
    dirty = set(chance.sample(range(3000), 40))
    content = "\n".join(line.replace("Jo", '"Jo') if n in dirty else line for n, line in enumerate(lines)).encode()

    found = list(Records(BytesIO(content), Form("utf-8", "\n", ",", '"', Place(0, 0)), width=3))

    read = {one.line for one in found if isinstance(one, Record)}
    assert {one.line for one in found if isinstance(one, BadRow)} | read == set(range(1, 3001))
    assert len(read) == 3000 - len(dirty)
