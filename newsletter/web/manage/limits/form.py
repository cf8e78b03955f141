"""The forms of a limit."""

import re

from flask_babel import gettext, lazy_gettext
from wtforms import IntegerField
from wtforms.form import BaseForm
from wtforms.validators import Length, NumberRange, Optional, StopValidation, ValidationError
from wtforms.widgets import TextInput

from newsletter.delivery.pacing.limits import Rates
from newsletter.delivery.pacing.warming import Ramp
from newsletter.web.manage.forms import LONGEST_LINE, LineField, StaffForm, Written

MOST = 1_000_000_000
"""A column holds no more than twice that."""

_BLANKS = re.compile(r"[\s\u00a0\u202f]")
_WHOLE = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:[.,'\u2019][0-9]{3}){1,4}")


class CountField(IntegerField):
    """A whole number as people write one: 10000, 10,000 or 10 000; or nothing."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it. Raises ValueError with what to write instead; what was typed stays in the field."""
        typed = _BLANKS.sub("", valuelist[0]) if valuelist else ""
        self.data = None
        if not typed:
            return
        if not _WHOLE.fullmatch(typed):
            raise ValueError(gettext("Write a whole number, such as 14."))
        self.data = int(re.sub(r"[^0-9]", "", typed))

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 (WTForms' signature)
        """What is no number is not judged by its size, too."""
        if self.process_errors:
            raise StopValidation


def limit(text: str) -> CountField:
    """How many mails, or nothing for as many as there are."""
    return CountField(text, [Optional(), _between(1, MOST)])


def count(text: str, least: int, most: int) -> CountField:
    """A number that must be there."""
    return CountField(text, [Written(), _between(least, most)])


def _between(least: int, most: int) -> NumberRange:
    return NumberRange(
        least, most, lazy_gettext("A whole number from %(least)s to %(most)s.", least=least, most=most)
    )


class LimitForm(StaffForm):
    """How much, and why."""

    per_second = limit(lazy_gettext("Mails a second"))
    per_hour = limit(lazy_gettext("Mails an hour"))
    per_day = limit(lazy_gettext("Mails a day"))
    because = LineField(lazy_gettext("Why"), [Length(max=LONGEST_LINE)])

    def rates(self) -> Rates:
        """What was typed."""
        return Rates(self.per_second.data, self.per_hour.data, self.per_day.data)


class RampForm(StaffForm):
    """From where to where, and how steeply."""

    first = count(lazy_gettext("Mails on the first day"), 1, 1_000_000)
    growth_percent = count(lazy_gettext("More each day, in percent"), 5, 100)
    target = count(lazy_gettext("No limit from"), 2, 100_000_000)

    def validate_target(self, field: CountField) -> None:
        """A ramp goes up."""
        if self.first.data and field.data and field.data <= self.first.data:
            raise ValidationError(gettext("This must be more than on the first day."))

    def ramp(self) -> Ramp:
        """What was typed."""
        return Ramp(self.first.data or 1, self.growth_percent.data or 1, self.target.data or 1)


class OperatorForm(StaffForm):
    """Whose mailboxes."""

    domain = LineField(lazy_gettext("Domain"), [Written(), Length(max=LONGEST_LINE)])
