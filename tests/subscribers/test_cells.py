import pytest
from hypothesis import given
from hypothesis import strategies as some

from newsletter.subscribers.cells import as_meant, defused


@given(some.text(alphabet="'=+-@\t\rab "))
def test_what_is_defused_is_no_formula_and_comes_back(cell):
    assert not defused(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert as_meant(defused(cell)) == cell


@pytest.mark.parametrize("name", ["Rosa", "", "'t Hooft", "O'Neill"])
def test_names_stay_as_they_are(name):
    assert defused(name) == as_meant(name) == name
