import pytest
from hypothesis import given
from hypothesis import strategies as some

from newsletter.subscribers.importing.columns import Field, Mapping, is_known, propose

HEADERS = [
    (
        ["Member #", "Last Name", "First Name", "Local", "E-mail Address", "State", "Phone", "Date Joined"],
        "number family_name given_name local email region - joined",
    ),
    (
        ["N° DE MEMBRE", "NOM", "PRÉNOM", "Section locale", "Adresse de courriel", "Province", "Tél.", "Langue"],
        "number family_name given_name local email region - language",
    ),
    (
        ["Núm. de afiliado", "Apellidos", "Nombre(s)", "Sección", "correo_electronico", "Estado", "PAÍS", "RFC"],
        "number family_name given_name local email region country -",
    ),
    (["Nom", "Courriel"], "full_name email"),
    (["Nombre", "Correo"], "full_name email"),
    (["NAME", "EMAIL"], "full_name email"),
    (["Name", "First name", "Last name", "email"], "- given_name family_name email"),
    (["Email", "Personal Email", "Rôle"], "email - role"),
]


@pytest.mark.parametrize(("names", "fields"), HEADERS)
def test_columns_are_known_by_what_rosters_call_them(names, fields):
    mapping = propose(names)

    places = {place: field.value for field, place in mapping.fields.items()}
    assert " ".join(places.get(place, "-") for place in range(len(names))) == fields
    assert len(mapping.unknown(names)) == fields.split().count("-")


def test_addresses_are_found_where_no_name_says_so():
    mapping = propose(["1", "2", "3"], [["Jo", "a@b.example", "x"], ["@lee", "c@d.example", "y"]])

    assert mapping.fields == {Field.EMAIL: 1}


def test_a_mapping_can_be_kept():
    mapping = propose(["Nom", "Prénom", "Courriel"])

    assert Mapping.from_json(mapping.to_json()) == mapping


@given(some.lists(some.text()), some.lists(some.lists(some.text())))
def test_no_two_fields_come_from_one_column(names, rows):
    places = list(propose(names, rows).fields.values())

    assert len(places) == len(set(places))


@pytest.mark.parametrize("name", ["", "Phone", "Salary", "Teléfono", "Adresse"])
def test_what_is_not_ours_is_not_known(name):
    assert not is_known(name)
