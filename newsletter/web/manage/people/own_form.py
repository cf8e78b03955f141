"""A union's own fields as questions of a form, each by its number."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import Field, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.field_values import NO, YES, BadValue, ValueFlaw, understood, written
from newsletter.subscribers.models import CustomField, FieldValue, Value
from newsletter.translations import N_
from newsletter.web.languages import in_language
from newsletter.web.manage.forms import LineField, StaffForm

ADVICE = {
    ValueFlaw.TOO_LONG: N_("This is longer than 200 signs."),
    ValueFlaw.NO_NUMBER: N_("A number, such as 12 or 12.5."),
    ValueFlaw.NO_DAY: N_("A day, as in 2026-05-01."),
    ValueFlaw.NO_CHOICE: N_("One of what is offered."),
    ValueFlaw.NO_ANSWER: N_("Yes or no."),
}

_TYPES = {FieldKind.DATE: {"type": "date"}, FieldKind.NUMBER: {"inputmode": "decimal"}}


class OwnFieldsForm(StaffForm):
    """With a question for each field that is asked for today."""

    asked: Sequence[CustomField] = ()

    def own(self) -> list[tuple[Field, dict[str, str]]]:
        """The questions in their order, with what the control needs beside."""
        return [(self[_name(one)], _TYPES.get(one.kind, {})) for one in self.asked]

    def values(self) -> dict[int, Value | None]:
        """What was answered, by field; only once it is valid."""
        return {one.id: understood(one.kind, self[_name(one)].data or "", choices=one.labels) for one in self.asked}


Form = TypeVar("Form", bound=OwnFieldsForm)


def with_own(form: type[Form], asked: Sequence[CustomField]) -> type[Form]:
    """The same form with these questions at its end."""
    questions: dict[str, Any] = {_name(one): _question(one) for one in asked}
    return type(form.__name__, (form,), questions | {"asked": asked})


def answered(asked: Sequence[CustomField], known: Mapping[int, FieldValue]) -> dict[str, str]:
    """What the form is filled in with."""
    return {_name(one): written(one.kind, known[one.id].value) for one in asked if one.id in known}


def shown(field: CustomField, value: Value) -> str:
    """A value as people read it."""
    if field.kind is FieldKind.YES_NO:
        return str(gettext("Yes") if value else gettext("No"))
    if field.kind is FieldKind.CHOICE:
        return in_language(field.labels.get(str(value), {})) or str(value)
    return written(field.kind, value)


def _name(field: CustomField) -> str:
    return f"own_{field.id}"


def _question(field: CustomField) -> Field:
    label = in_language(field.label)
    match field.kind:
        case FieldKind.CHOICE:
            return _select(label, {key: in_language(text) for key, text in field.labels.items()})
        case FieldKind.YES_NO:
            return _select(label, {YES: gettext("Yes"), NO: gettext("No")})
        case _:
            return LineField(label, [_Understood(field)])


def _select(label: str, offered: Mapping[str, str]) -> SelectField:
    choices = [SelectChoice("", gettext("Not known")), *(SelectChoice(key, text) for key, text in offered.items())]
    return SelectField(label, choices=choices, default="")


class _Understood:
    """Raises ValidationError in the reader's language where nothing can be made of what was typed."""

    def __init__(self, field: CustomField) -> None:
        self._kind = field.kind

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        try:
            understood(self._kind, field.data or "")
        except BadValue as problem:
            raise ValidationError(gettext(ADVICE[problem.flaw])) from None
