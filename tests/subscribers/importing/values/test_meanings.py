from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newsletter.subscribers.importing.values.dates import Order, day, order_of
from newsletter.subscribers.importing.values.languages import language
from newsletter.subscribers.importing.values.locals import number_key
from newsletter.subscribers.importing.values.names import parted, text
from newsletter.subscribers.importing.values.places import country, region
from newsletter.subscribers.importing.values.refusal import NotUnderstood, Refusal
from newsletter.subscribers.importing.values.roles import role
from newsletter.subscribers.roles import MemberRole

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Canada", "CA"),
        ("CAN", "CA"),
        ("ca", "CA"),
        ("États-Unis", "US"),
        ("ETATS UNIS", "US"),
        ("U.S.A.", "US"),
        ("Estados Unidos", "US"),
        ("EE. UU.", "US"),
        ("México", "MX"),
        ("Mexique", "MX"),
        ("mexico", "MX"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_countries_are_known_by_name_and_code(cell, code):
    assert country(cell) == code


@pytest.mark.parametrize(
    ("cell", "countries", "code"),
    [
        ("Québec", ["CA"], "CA-QC"),
        ("QUEBEC", ["US", "CA"], "CA-QC"),
        ("Qc", ["CA"], "CA-QC"),
        ("P.Q.", ["CA"], "CA-QC"),
        ("CA-QC", ["US", "CA", "MX"], "CA-QC"),
        ("Colombie-Britannique", ["CA"], "CA-BC"),
        ("Île-du-Prince-Édouard", ["CA"], "CA-PE"),
        ("Pennsylvania", ["US"], "US-PA"),
        ("Pensilvania", ["US"], "US-PA"),
        ("Nuevo León", ["MX"], "MX-NLE"),
        ("CDMX", ["MX"], "MX-CMX"),
        ("NL", ["CA"], "CA-NL"),
        ("NL", ["CA", "MX"], None),
        ("Québec", ["US"], None),
        ("", ["CA"], None),
        ("Québec", ["??"], None),
    ],
)
def test_regions_are_known_in_their_country(cell, countries, code):
    assert region(cell, countries) == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("English", "en"),
        ("Anglais", "en"),
        ("inglés", "en"),
        ("FRANÇAIS", "fr"),
        ("French (Canada)", "fr"),
        ("fr-CA", "fr"),
        ("F", "fr"),
        ("español", "es"),
        ("Castellano", "es"),
        ("es_MX", "es"),
        ("Tagalog", "tl"),
        ("Klingonish", None),
    ],
)
def test_languages_are_known_by_name_and_code(cell, code):
    assert language(cell) == code


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("506", "506"),
        ("Loc. 506", "506"),
        ("Local 506", "506"),
        ("LOCAL #0506", "506"),
        ("Section locale nº 506", "506"),
        ("Sección 12", "12"),
        ("1-S", "1s"),
        ("Local", "local"),
        ("000", "000"),
        ("", ""),
    ],
)
def test_a_local_is_its_number(cell, key):
    assert number_key(cell) == key


@pytest.mark.parametrize(
    ("cell", "meant"), [("Shop Steward", MemberRole.ORGANIZER), ("Présidente", MemberRole.LEADER), ("Boss", None)]
)
def test_roles_are_known_in_three_languages(cell, meant):
    assert role(cell) is meant


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Jo Hill", ("Jo", "Hill")),
        ("Hill, Jo", ("Jo", "Hill")),
        ("Mary Harris Jones", ("Mary Harris", "Jones")),
        ("Cher", ("Cher", "")),
        ("  ", ("", "")),
    ],
)
def test_a_whole_name_is_parted(cell, names):
    assert parted(cell) == names


@given(some.text())
def test_a_name_is_one_clean_line(cell):
    try:
        kept = text(cell)
    except NotUnderstood as refused:
        assert refused.refusal is Refusal.TOO_LONG
        return
    assert kept == text(kept)
    assert "\n" not in kept
    assert "\0" not in kept


def test_the_order_of_dates_is_decided_over_the_file():
    assert order_of(["03/04/2020", "13/04/2020"]) is Order.DAY_FIRST
    assert order_of(["03/04/2020", "04/13/2020"]) is Order.MONTH_FIRST
    assert order_of(["03/04/2020", "2020-12-13"]) is None
    assert order_of(["13/04/2020", "04/13/2020"]) is None


@pytest.mark.parametrize(
    ("cell", "order", "meant"),
    [
        ("2020-05-31", None, date(2020, 5, 31)),
        ("2020-05-31 00:00:00", None, date(2020, 5, 31)),
        ("20200531", None, date(2020, 5, 31)),
        ("31/05/2020", Order.DAY_FIRST, date(2020, 5, 31)),
        ("5/31/20", Order.MONTH_FIRST, date(2020, 5, 31)),
        ("5.6.99", Order.DAY_FIRST, date(1999, 6, 5)),
        ("5/5/2020", None, date(2020, 5, 5)),
        ("45123", None, date(2023, 7, 16)),
    ],
)
def test_dates_are_understood(cell, order, meant):
    assert day(cell, order, today=TODAY) == meant


@pytest.mark.parametrize(
    "cell", ["", "soon", "31/02/2020", "5/6/2020", "13/13/2020", "0000-00-00", "416-555-0199", "9"]
)
def test_what_is_no_date_is_refused(cell):
    with pytest.raises(NotUnderstood):
        day(cell, None, today=TODAY)


@given(some.dates(date(1910, 1, 1), TODAY), some.sampled_from(Order))
def test_a_date_is_read_as_it_is_written(meant, order):
    pattern = "%d/%m/%Y" if order is Order.DAY_FIRST else "%m/%d/%Y"

    assert day(meant.strftime(pattern), order, today=TODAY) == meant


@given(some.text())
def test_no_cell_is_too_odd(cell):
    for understand in (language, number_key, country, role):
        understand(cell)
    region(cell, ["CA", "US", "MX"])
    try:
        day(cell, Order.DAY_FIRST, today=TODAY)
    except NotUnderstood as refused:
        assert refused.refusal is Refusal.BAD_DATE
