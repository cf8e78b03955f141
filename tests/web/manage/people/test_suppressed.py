import re

import pytest
from sqlalchemy import select

from newsletter.activity.models import Activity
from newsletter.subscribers.models import Scope, Suppression, SuppressionReason
from newsletter.web.context import signer
from tests.web.manage.people.conftest import NOW

PAGE = "/manage/ue/people/suppressed"


def words(answer):
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text.split("<main", 1)[1]).split())


@pytest.fixture
def suppress(app, rows):
    """The address of a person that is not mailed so far, for this reason, in the name of this union."""

    def add(person, union, scope, reason=SuppressionReason.BOUNCED):
        with app.app_context():
            person.address_hash = signer().address_hash(person.email)
        rows.add(
            Suppression(
                address_hash=person.address_hash,
                scope=scope,
                union_id=union.id,
                list_id=1 if scope is Scope.LIST else 0,
                reason=reason,
                at=NOW,
            )
        )
        rows.commit()
        return person.email

    return add


@pytest.fixture(params=Scope)
def a_stranger(request, suppress, person, unifor, nasp):
    """The address of somebody of another union, who left or was taken off one way or another."""
    return suppress(person(unifor), unifor if request.param is Scope.UNION else nasp, request.param)


def test_counts_are_by_reason_and_each_address_counts_once(steward, person, suppress, ue, nasp):
    twice = person(ue)
    suppress(twice, ue, Scope.UNION)
    suppress(twice, nasp, Scope.ALLIANCE, SuppressionReason.COMPLAINED)
    suppress(person(ue), nasp, Scope.LIST, SuppressionReason.LEFT)

    text = words(steward.get(PAGE))

    assert "1 address gets no mail of UE. 1 has left a list or more." in text
    assert "Their address returns mail All mail of UE 1" in text
    assert "They called our mail spam All mail of the alliance 1" in text


def test_other_unions_people_are_in_no_count(steward, person, suppress, unifor, nasp):
    suppress(person(unifor), unifor, Scope.UNION)
    suppress(person(unifor), nasp, Scope.ALLIANCE)

    assert "Everybody may be mailed" in words(steward.get(PAGE))


def test_the_alliance_counts_what_stands_in_its_name(at_desk, person, suppress, unifor, nasp):
    suppress(person(unifor), unifor, Scope.UNION)
    suppress(person(unifor), nasp, Scope.ALLIANCE)

    assert "1 address gets no mail of NASP." in words(at_desk(nasp).get("/manage/nasp/people/suppressed"))


def test_a_steward_learns_whether_an_address_may_be_mailed(steward, ask, person, suppress, ue):
    gone = suppress(person(ue), ue, Scope.UNION)

    no = words(ask(steward, PAGE, email=f"  {gone.upper()} "))
    yes = words(ask(steward, PAGE, email="nobody@else.example"))

    assert "No, not all mail All mail of UE Their address returns mail" in no
    assert "Yes, as far as UE knows" in yes


def test_asking_tells_nothing_about_other_unions_people(steward, ask, a_stranger):
    unknown = words(ask(steward, PAGE, email="nobody@else.example"))

    assert words(ask(steward, PAGE, email=a_stranger)) == unknown


def test_the_log_keeps_who_asked_and_never_about_whom(steward, ask, rows, ue):
    ask(steward, PAGE, email="nobody@else.example")

    line = rows.scalars(select(Activity).filter_by(verb="union.address_looked_up")).one()
    assert (line.union_id, line.subject_id, line.details) == (ue.id, ue.id, {"found": 0})
    assert line.account_id


@pytest.mark.parametrize("address", ["", "nobody", "a b@c.example", "a@b.example\r\nBcc: x@y.example"])
def test_what_is_no_address_is_answered_beside_the_field_and_not_logged(steward, ask, rows, address):
    answer = ask(steward, PAGE, email=address)

    assert 'id="email-error"' in answer.text
    assert rows.scalars(select(Activity)).all() == []


def test_a_list_of_addresses_is_not_read_out_one_by_one(steward, ask):
    answers = [ask(steward, PAGE, email="nobody@else.example").status_code for _ in range(21)]

    assert answers == [*[200] * 20, 429]
