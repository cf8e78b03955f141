"""Stewards say what their union knows of a member, and add members by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from newsletter.activity.models import Activity
from newsletter.errors import NotVisible
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.field_values import values_of
from newsletter.subscribers.importing.taking_in import Consent
from newsletter.subscribers.models import Basis, ConsentRecord, MemberRole, Membership, Scope, Standing
from newsletter.subscribers.services.adding import IsMember, NewPerson, StaysGone, add_person
from newsletter.subscribers.services.editing import MemberFacts, edit_member, end_membership, take_up_again
from newsletter.subscribers.services.keeping_fields import Choice, FieldFacts, archive_field, start_field
from tests.clock import NOON
from tests.factories import make_person
from tests.factories.people import SIGNER

ANA = MemberFacts(given_name="Ana", family_name="Núñez", role=MemberRole.LEADER, number="0017")


@pytest.fixture
def fields(session, desk):
    """One of each kind."""

    def made(kind):
        choices = tuple(Choice(None, {"en": label}) for label in ("Day", "Night"))
        facts = FieldFacts(label={"en": kind.value}, choices=choices)
        return start_field(session, union_id=desk.ue.id, kind=kind, facts=facts, account_id=1, now=NOON)

    return {kind: made(kind) for kind in FieldKind}


@pytest.fixture
def edit(session):
    def say(membership, facts=ANA, values=()):
        edit_member(session, membership=membership, facts=facts, values=dict(values), account_id=1, now=NOON)

    return say


@pytest.fixture
def ana(session, desk):
    (membership,) = make_person(session, desk.ue, given_name="Ana", family_name="Garza").memberships
    return membership


@pytest.fixture
def log(session):
    return lambda: [(one.verb, one.details) for one in session.scalars(select(Activity).order_by(Activity.id))]


def test_what_a_union_knows_is_said_anew_and_the_log_says_what_not_how(edit, ana, log):
    facts = replace(ANA, local_id=ana.local_id)
    edit(ana, facts)
    edit(ana, facts)

    assert (ana.family_name, ana.number, ana.role) == ("Núñez", "0017", MemberRole.LEADER)
    assert log() == [("person.edited", {"fields": "family_name, role, number"})]


def test_values_of_every_kind_are_kept_and_forgotten(session, edit, ana, fields):
    said = {
        FieldKind.TEXT: "Forklift",
        FieldKind.NUMBER: 12.5,
        FieldKind.DATE: date(2026, 5, 1),
        FieldKind.CHOICE: "night",
        FieldKind.YES_NO: False,
    }

    def kept():
        return {one.field.kind: one.value for one in values_of(session, membership_id=ana.id).values()}

    edit(ana, values={fields[kind].id: value for kind, value in said.items()})
    assert kept() == said
    edit(ana, values={one.id: None for one in fields.values()})
    assert kept() == {}


def test_an_archived_or_strange_field_or_local_is_not_there(session, edit, ana, fields):
    text = fields[FieldKind.TEXT]
    archive_field(session, field=text, account_id=1, now=NOON)

    with pytest.raises(NotVisible):
        edit(ana, values={text.id: "x"})
    with pytest.raises(NotVisible):
        edit(ana, MemberFacts(local_id=4711))


def test_a_membership_ends_and_is_taken_up_again(session, ana, log):
    for _ in range(2):
        end_membership(session, membership=ana, on=date(2026, 4, 30), account_id=1, now=NOON)
    assert ana.ended_on == date(2026, 4, 30)
    take_up_again(session, membership=ana, account_id=1, now=NOON)

    assert ana.ended_on is None
    assert [verb for verb, _ in log()] == ["person.membership_ended", "person.membership_resumed"]


@pytest.fixture
def add(session, desk):
    def by_hand(address="rosa@members.example", *, consent=None, union=None, facts=ANA):
        return add_person(
            session,
            union=union or desk.ue,
            person=NewPerson(address, "en"),
            facts=facts,
            values={},
            consent=consent,
            signer=SIGNER,
            account_id=1,
            now=NOON + timedelta(days=1),
        )

    return by_hand


def test_somebody_added_without_a_basis_is_on_no_list(session, add):
    made = add()

    assert (made.given_name, made.number, made.role) == ("Ana", "0017", MemberRole.LEADER)
    assert session.scalars(select(ConsentRecord)).all() == []


def test_with_one_they_are_and_the_evidence_says_how(session, desk, add):
    source = "by hand: signed at the May Day picnic"
    made = add(consent=Consent(Basis.IMPORTED, (desk.trade.id,), source))

    assert desk.standing(made.subscriber, desk.trade) is Standing.CONFIRMED
    assert [(one.basis, one.source) for one in desk.evidence()] == [(Basis.IMPORTED, source)]


@pytest.mark.parametrize("scope", [Scope.UNION, Scope.ALLIANCE])
def test_who_left_stays_gone(session, desk, add, scope):
    rosa = desk.join()
    desk.leave(rosa, scope)
    before = desk.standing(rosa, desk.trade)
    session.delete(rosa.memberships[0])
    session.flush()

    with pytest.raises(StaysGone):
        add(consent=Consent(Basis.IMPORTED, (desk.trade.id,), "by hand"))

    assert session.scalars(select(Membership)).all() == []
    assert desk.standing(rosa, desk.trade) is before


def test_who_is_a_member_is_shown_and_not_changed(add):
    made = add()

    with pytest.raises(IsMember) as refused:
        add(facts=MemberFacts(given_name="Mallory"))

    assert refused.value.subscriber_id == made.subscriber_id
    assert made.given_name == "Ana"


def test_somebody_of_another_union_keeps_what_they_chose_there(desk, add):
    rosa = desk.join(union=desk.unifor)

    made = add()

    assert made.subscriber is rosa
    assert rosa.language == "es"
    assert len({one.union_id for one in (made, *rosa.memberships)}) == 2
