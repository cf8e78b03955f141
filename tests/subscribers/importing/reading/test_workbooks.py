import csv
import struct
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from newsletter.subscribers.importing.reading.flaws import FileFlaw, UnreadableFile
from newsletter.subscribers.importing.reading.workbooks import is_workbook, unpack
from tests.subscribers.importing.reading.books import A_DATE, book, cell, sheet

PEOPLE = sheet(cell("A1", "E-mail") + cell("B1", "Name"), cell("A2", "a@b.example") + cell("B2", "Jo"))


def table(path):
    """The rows of the text file that becomes of a workbook."""
    target = path.with_suffix(".csv")
    unpack(path, target)
    with target.open(newline="") as file:
        return list(csv.reader(file))


def flaw(path):
    with pytest.raises(UnreadableFile) as refusal:
        _ = is_workbook(path) and table(path)
    assert not path.with_suffix(".csv").exists()
    return refusal.value.flaw


def test_a_sheet_becomes_a_table(tmp_path):
    path = book(tmp_path / "roster.xlsx", PEOPLE)

    assert is_workbook(path)
    assert table(path) == [["E-mail", "Name"], ["a@b.example", "Jo"]]


def test_lines_are_numbered_as_the_rows_of_the_sheet(tmp_path):
    lines = table(book(tmp_path / "roster.xlsx", sheet("", "", cell("B3", "E-mail"), cell("B4", "a@b.example"))))

    assert [line[-1] for line in lines[2:]] == ["E-mail", "a@b.example"]
    assert len(lines) == 4


def test_a_cell_is_what_one_sees(tmp_path):
    row = (
        cell("A1", 506)
        + cell("B1", 1.5)
        + cell("C1", 45123, style=A_DATE)
        + cell("D1", "a@b.example", formula='"a@"&amp;"b.example"')
        + cell("E1", "two\nlines")
    )

    assert table(book(tmp_path / "roster.xlsx", sheet(row))) == [
        ["506", "1.5", "2023-07-16", "a@b.example", "two lines"]
    ]


def test_what_is_merged_downwards_holds_for_every_row(tmp_path):
    rows = [cell("A1", "506") + cell("B1", "a"), cell("B2", "b"), cell("B3", "c"), cell("B4", "d")]

    assert table(book(tmp_path / "roster.xlsx", sheet(*rows, merged="A1:A3"))) == [
        ["506", "a"],
        ["506", "b"],
        ["506", "c"],
        ["", "d"],
    ]


def test_a_title_merged_to_the_right_stands_once(tmp_path):
    rows = [cell("A1", "Local 506"), cell("A2", "E-mail") + cell("B2", "Name")]

    assert table(book(tmp_path / "roster.xlsx", sheet(*rows, merged="A1:B1")))[0] == ["Local 506", ""]


def test_hidden_sheets_stay_hidden(tmp_path):
    secret = sheet(cell("A1", "salaries"))

    assert table(book(tmp_path / "roster.xlsx", secret, PEOPLE, hidden=1))[0] == ["E-mail", "Name"]
    assert flaw(book(tmp_path / "hidden.xlsx", secret, hidden=1)) is FileFlaw.NO_SHEET


def test_an_empty_sheet_is_passed_over(tmp_path):
    assert table(book(tmp_path / "roster.xlsx", sheet(), PEOPLE))[1] == ["a@b.example", "Jo"]


def test_a_password_is_told_of(tmp_path):
    path = tmp_path / "roster.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le"))

    assert flaw(path) is FileFlaw.PASSWORD


def test_an_old_workbook_is_told_of(tmp_path):
    path = tmp_path / "roster.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "Workbook".encode("utf-16-le"))

    assert flaw(path) is FileFlaw.OLD_WORKBOOK


def test_a_part_that_unpacks_to_far_more_is_not_opened(tmp_path):
    assert flaw(book(tmp_path / "roster.xlsx", PEOPLE, zeros=bytes(64 * 1024 * 1024))) is FileFlaw.BOMB


def test_a_part_that_lies_about_its_size_is_weighed(tmp_path):
    path = book(tmp_path / "roster.xlsx", PEOPLE, zeros=bytes(64 * 1024 * 1024))
    content = path.read_bytes()
    path.write_bytes(content.replace(struct.pack("<I", 64 * 1024 * 1024), struct.pack("<I", 5)))

    assert flaw(path) is FileFlaw.BOMB


def test_a_sheet_as_large_as_can_be_named_is_not_waited_for(tmp_path):
    """One cell in the last corner: whoever makes a grid of it needs four hundred gigabytes."""
    far = sheet(cell("A1", "E-mail"), cell("XFD1048576", "x"))

    assert flaw(book(tmp_path / "roster.xlsx", far)) is FileFlaw.BOMB


def test_another_archive_is_not_a_table(tmp_path):
    path = tmp_path / "holiday.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("beach.txt", "sun")

    assert flaw(path) is FileFlaw.NOT_TEXT


@pytest.mark.parametrize("cut", [10, 300, -30])
def test_half_a_workbook_is_told_of(tmp_path, cut):
    path = book(tmp_path / "roster.xlsx", PEOPLE)
    path.write_bytes(path.read_bytes()[:cut])

    assert flaw(path) is FileFlaw.BROKEN_WORKBOOK


def test_a_text_is_no_workbook(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("a@b.example")

    assert not is_workbook(path)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.data())
def test_a_workbook_with_any_byte_changed_is_read_or_refused(tmp_path, data):
    path = book(tmp_path / "roster.xlsx", PEOPLE)
    content = bytearray(path.read_bytes())
    content[data.draw(some.integers(4, len(content) - 1))] ^= data.draw(some.integers(1, 255))
    path.write_bytes(content)

    try:
        assert table(path)
    except UnreadableFile as refusal:
        assert refusal.told("es")
