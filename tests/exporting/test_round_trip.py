"""What is exported and imported again changes nothing: in each language, as CSV and as a workbook."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from newsletter.exporting.choice import Choice
from newsletter.exporting.columns import HEADINGS, Column, Sheet
from newsletter.exporting.models import ExportFormat
from newsletter.exporting.services.writing import write_people
from newsletter.subscribers.importing import running
from newsletter.subscribers.importing.columns import Field, propose
from newsletter.subscribers.importing.values.names import text
from newsletter.subscribers.importing.values.roles import called, role
from newsletter.subscribers.models import MemberRole
from tests.clock import NOON
from tests.exporting.conftest import House
from tests.factories import make_person
from tests.factories.people import SIGNER

LANGUAGES = ("en", "fr", "es", "de")

IMPORTED = {
    Column.EMAIL: [Field.EMAIL],
    Column.NAME: [Field.GIVEN_NAME, Field.FAMILY_NAME],
    Column.LOCAL: [Field.LOCAL],
    Column.ROLE: [Field.ROLE],
    Column.NUMBER: [Field.NUMBER],
    Column.JOINED: [Field.JOINED],
    Column.LANGUAGE: [Field.LANGUAGE],
    Column.COUNTRY: [Field.COUNTRY],
    Column.REGION: [Field.REGION],
}

NAMES = ("Rosa", "", "=1+1", "'=1+1", "-", "+1 416", "@home", "'t Hooft", "Díaz, Jr.", 'Jo "Bo"', "van der Berg", "0")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_heading_is_understood_or_left_alone(language):
    columns = list(Column)
    headings = Sheet(columns, language, {}).headings
    fields = [field for one in columns for field in IMPORTED.get(one, [None] * len(HEADINGS[one]))]

    assert propose(headings).fields == {field: place for place, field in enumerate(fields) if field}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one", MemberRole)
def test_each_role_is_understood(one, language):
    assert role(called(one, language)) is one


@pytest.mark.parametrize("form", [ExportFormat.CSV, ExportFormat.XLSX])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_table_taken_in_again_changes_nothing(house: House, form, language):
    for number, name in enumerate(NAMES):
        person = make_person(
            house.session, house.ue, given_name=name, family_name=NAMES[-number], email=f"+p{number}@m.example"
        )
        membership = person.memberships[0]
        membership.number, membership.joined_on = f"00{number}", date(1999 - 10 * number, 12, 31)

    assert outcomes(house, form, language) == {"same": len(NAMES)}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.tuples(some.text(max_size=12), some.text(max_size=12)), min_size=1, max_size=4))
def test_whatever_people_are_called(house: House, names):
    with house.session.begin_nested() as example:
        for given_name, family_name in names:
            make_person(house.session, house.ue, given_name=text(given_name), family_name=text(family_name))

        assert outcomes(house, ExportFormat.CSV, "es") == {"same": len(names)}
        example.rollback()


def outcomes(house, form, language):
    path = house.home / f"members.{form}"
    path.write_bytes(b"")
    write_people(
        house.session,
        union=house.ue,
        choice=Choice(),
        columns=list(Column),
        form=form,
        language=language,
        path=path,
        now=NOON,
    )
    begun = running.begin(
        house.session,
        union=house.ue,
        account_id=None,
        file=path,
        imports=house.home / "imports",
        ask=None,
        order=None,
        language=language,
        now=NOON,
    )
    counts = running.foretold(house.session, roster_import=begun, imports=house.home / "imports", signer=SIGNER)
    return {outcome: count for outcome, count in counts.items() if count}
