"""What the staff's forms have in common."""

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, StopValidation
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

LONGEST_LINE = 200


class Written(InputRequired):
    """Something must stand there, and blanks are nothing."""

    def __init__(self) -> None:
        super().__init__(lazy_gettext("This must not be empty."))

    def __call__(self, form: FlaskForm, field: Field) -> None:
        super().__call__(form, field)
        if isinstance(field.data, str) and not field.data.strip():
            raise StopValidation(gettext("This must not be empty."))


class Needed:
    """Must stand there before it is sent; while it is written, it may be empty."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: FlaskForm, field: Field) -> None:
        """Every draft is fine."""


class LineField(StringField):
    """One line, without blanks around it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """As typed, trimmed."""
        if valuelist:
            self.data = " ".join(valuelist[0].split())


class CheckboxesField(SelectMultipleField):
    """Any of these."""

    widget = ListWidget()
    option_widget = CheckboxInput()


class StaffForm(FlaskForm):
    """A form of the staff's pages."""

    def refuse(self, name: str, problem: str) -> None:
        """Put what the domain said beside the field it is about."""
        field = self._fields.get(name)
        if field is None:
            self.form_errors.append(problem)
        else:
            field.errors = [*field.errors, problem]


class SeenForm(StaffForm):
    """A form that says which revision its writer had before their eyes."""

    seen = IntegerField(widget=HiddenInput(), default=0)


def sent() -> bool:
    """Whether the form of this page came in."""
    return request.method == "POST"


def in_zone(local: datetime, zone: str) -> datetime:
    """What a clock in this zone means."""
    return local.replace(tzinfo=ZoneInfo(zone))
