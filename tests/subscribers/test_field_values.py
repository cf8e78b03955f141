"""What may stand in a union's own fields."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.field_values import BadValue, ValueFlaw, understood, written

CHOICES = ("day", "night")


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (FieldKind.TEXT, "  Forklift \t 2 ", "Forklift 2"),
        (FieldKind.NUMBER, "12,5", 12.5),
        (FieldKind.NUMBER, "-3", -3.0),
        (FieldKind.DATE, "2026-05-01", date(2026, 5, 1)),
        (FieldKind.CHOICE, "night", "night"),
        (FieldKind.YES_NO, "no", False),
        (FieldKind.YES_NO, "yes", True),
        (FieldKind.NUMBER, "  ", None),
    ],
)
def test_what_is_typed_is_understood(kind, typed, value):
    assert understood(kind, typed, choices=CHOICES) == value


@pytest.mark.parametrize(
    ("kind", "typed", "flaw"),
    [
        (FieldKind.TEXT, "x" * 201, ValueFlaw.TOO_LONG),
        (FieldKind.NUMBER, "1,234,567", ValueFlaw.NO_NUMBER),
        (FieldKind.NUMBER, "nan", ValueFlaw.NO_NUMBER),
        (FieldKind.NUMBER, "1e999", ValueFlaw.NO_NUMBER),
        (FieldKind.DATE, "1 May", ValueFlaw.NO_DAY),
        (FieldKind.CHOICE, "dusk", ValueFlaw.NO_CHOICE),
        (FieldKind.YES_NO, "perhaps", ValueFlaw.NO_ANSWER),
    ],
)
def test_what_is_no_value_says_why(kind, typed, flaw):
    with pytest.raises(BadValue) as refused:
        understood(kind, typed, choices=CHOICES)

    assert refused.value.flaw is flaw


@given(
    st.sampled_from(FieldKind),
    st.text() | st.from_regex(r"[-+]?[0-9]{1,14}([.,][0-9]{0,8})?", fullmatch=True) | st.dates().map(str),
)
def test_what_was_understood_is_understood_again_as_it_is_written(kind, typed):
    try:
        value = understood(kind, typed, choices=CHOICES)
    except BadValue:
        return

    assert understood(kind, written(kind, value), choices=CHOICES) == value
