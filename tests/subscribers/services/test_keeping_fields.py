"""A union's own fields, as its stewards make them."""

import pytest
from sqlalchemy import select

from newsletter.activity.models import Activity
from newsletter.errors import NotVisible
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.field_values import keep
from newsletter.subscribers.own_fields import field_of, fields_of, open_fields
from newsletter.subscribers.services import keeping_fields
from newsletter.subscribers.services.keeping_fields import (
    Choice,
    ChoiceInUse,
    FieldFacts,
    NothingToChoose,
    TooManyFields,
    archive_field,
    describe_field,
    reopen_field,
    start_field,
)
from tests.clock import NOON
from tests.factories import make_person

SHIFT = FieldFacts(
    label={"en": "Shift", "fr": "Quart", "es": "Turno"},
    choices=(Choice(None, {"en": "Day"}), Choice(None, {"en": ""}), Choice(None, {"fr": "Nuit"})),
)


@pytest.fixture
def start(session, desk):
    def make(kind=FieldKind.CHOICE, facts=SHIFT):
        return start_field(session, union_id=desk.ue.id, kind=kind, facts=facts, account_id=1, now=NOON)

    return make


@pytest.fixture
def describe(session):
    def say(field, *choices):
        facts = FieldFacts(label=field.label, position=field.position, choices=choices)
        return describe_field(session, field=field, facts=facts, account_id=1, now=NOON)

    return say


def test_a_field_has_a_key_of_its_label_and_a_place_behind_the_others(start):
    first, second = start(), start()

    assert (first.key, second.key) == ("shift", "shift_2")
    assert first.position < second.position
    assert first.labels == {"day": {"en": "Day"}, "nuit": {"fr": "Nuit"}}


def test_a_label_of_signs_has_a_key_as_well(start):
    assert start(FieldKind.TEXT, FieldFacts(label={"en": "…"})).key == "field"


def test_a_choice_can_be_called_otherwise_and_its_key_stays(start, describe):
    field = describe(
        start(), Choice("day", {"en": "Early"}), Choice("nuit", {"fr": "Nuit"}), Choice("x", {"en": "Late"})
    )

    assert field.labels == {"day": {"en": "Early"}, "nuit": {"fr": "Nuit"}, "late": {"en": "Late"}}


def test_what_somebody_chose_is_not_taken_away(session, desk, start, describe):
    field = start()
    (membership,) = make_person(session, desk.ue).memberships
    keep(session, membership_id=membership.id, field=field, value="day")
    rest = Choice("nuit", {"fr": "Nuit"}), Choice(None, {"en": "Late"})

    with pytest.raises(ChoiceInUse):
        describe(field, *rest)
    keep(session, membership_id=membership.id, field=field, value=None)
    describe(field, *rest)

    assert set(field.labels) == {"nuit", "late"}


def test_one_thing_is_no_choice(start):
    with pytest.raises(NothingToChoose):
        start(facts=FieldFacts(label={"en": "Shift"}, choices=(Choice(None, {"en": "Day"}),)))


def test_there_are_only_so_many(start, monkeypatch):
    monkeypatch.setattr(keeping_fields, "MOST_FIELDS", 1)
    start()

    with pytest.raises(TooManyFields):
        start()


def test_an_archived_field_is_asked_for_no_more_until_it_is_opened_again(session, desk, start):
    field = start()
    for _ in range(2):
        archive_field(session, field=field, account_id=1, now=NOON)

    assert open_fields(session, union_id=desk.ue.id) == []
    assert fields_of(session, union_id=desk.ue.id) == [field]
    reopen_field(session, field=field, account_id=1, now=NOON)
    assert open_fields(session, union_id=desk.ue.id) == [field]
    assert session.scalars(select(Activity.verb)).all() == ["field.made", "field.archived", "field.reopened"]


def test_another_unions_field_does_not_exist(session, desk, start):
    with pytest.raises(NotVisible):
        field_of(session, union_id=desk.unifor.id, field_id=start().id)
