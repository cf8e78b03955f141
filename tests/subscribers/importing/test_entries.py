from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newsletter.subscribers.importing.columns import Field, Mapping
from newsletter.subscribers.importing.entries import Entry, Ground, Rejected, Understanding, locals_by_key
from newsletter.subscribers.importing.reading.records import Record
from newsletter.subscribers.importing.values.dates import Order
from newsletter.subscribers.importing.values.refusal import Refusal
from newsletter.subscribers.roles import MemberRole

GROUND = Ground(
    locals=locals_by_key([("506", 7), ("1-S", 8), ("1 S", 9)]),
    languages=("en", "fr", "es"),
    countries=("US", "CA"),
    order=Order.DAY_FIRST,
    today=date(2026, 11, 23),
)
ALL = Mapping({field: place for place, field in enumerate(Field)})
COLUMNS = tuple(Field)


def row(**cells):
    return Record(2, [cells.get(field.value, "") for field in Field])


def read(**cells):
    return Understanding(ALL, GROUND).read(row(**{"email": "rosa@members.example"} | cells))


def test_a_row_says_what_a_union_knows_of_somebody():
    assert read(
        given_name="Rosa",
        family_name="Díaz",
        local="Loc. 506",
        role="déléguée",
        number="007",
        joined="31/05/2020",
        language="Français",
        region="Québec",
    ) == Entry(
        2,
        "rosa@members.example",
        names=("Rosa", "Díaz"),
        local_id=7,
        role=MemberRole.ORGANIZER,
        number="007",
        joined_on=date(2020, 5, 31),
        language="fr",
        country="CA",
        region="CA-QC",
    )


def test_what_a_row_leaves_empty_it_does_not_say():
    assert read() == Entry(2, "rosa@members.example")


def test_a_short_row_says_what_it_has():
    mapping = Mapping({Field.EMAIL: 0, Field.LOCAL: 5})

    assert Understanding(mapping, GROUND).read(Record(3, ["a@b.example"])) == Entry(3, "a@b.example")


def test_whoever_speaks_another_language_is_taken_in():
    assert read(language="Tagalog") == Entry(2, "rosa@members.example")


@pytest.mark.parametrize(
    ("field", "cell", "refusal"),
    [
        (Field.EMAIL, "", Refusal.NO_ADDRESS),
        (Field.EMAIL, "a@b.example, c@d.example", Refusal.SEVERAL_ADDRESSES),
        (Field.LOCAL, "999", Refusal.UNKNOWN_LOCAL),
        (Field.LOCAL, "1-S", Refusal.UNKNOWN_LOCAL),
        (Field.ROLE, "boss", Refusal.UNKNOWN_ROLE),
        (Field.JOINED, "05/31/2020", Refusal.BAD_DATE),
        (Field.LANGUAGE, "Klingonish", Refusal.UNKNOWN_LANGUAGE),
        (Field.COUNTRY, "Atlantis", Refusal.UNKNOWN_COUNTRY),
        (Field.REGION, "Nuevo León", Refusal.UNKNOWN_REGION),
        (Field.FULL_NAME, "x" * 300, Refusal.TOO_LONG),
        (Field.NUMBER, "1" * 300, Refusal.TOO_LONG),
    ],
)
def test_a_cell_that_is_not_understood_is_told_of_by_line_and_column(field, cell, refusal):
    rejected = read(**{field.value: cell})

    assert rejected == Rejected(2, ALL.fields[field], refusal)
    assert "2" in rejected.told("fr", COLUMNS)
    assert field.value in rejected.told("es", COLUMNS)


@given(some.lists(some.one_of(some.text(max_size=12), some.sampled_from(["a@b.example", "506", "CA", "QC", "fr"]))))
def test_any_row_is_an_entry_or_says_why_not(cells):
    found = Understanding(ALL, GROUND).read(Record(9, cells))

    assert found.line == 9
    assert isinstance(found, Entry) or found.told("en", COLUMNS)
