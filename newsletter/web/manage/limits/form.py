"""The forms of a limit."""

import re

from flask_babel import gettext, lazy_gettext
from wtforms import IntegerField
from wtforms.form import BaseForm
from wtforms.validators import Length, NumberRange, Optional, StopValidation
from wtforms.widgets import TextInput

from newsletter.delivery.pacing.limits import Rates
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
            raise ValueError(gettext("Write a whole number such as 14, or nothing."))
        self.data = int(re.sub(r"[^0-9]", "", typed))

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 (WTForms' signature)
        """What is no number is not judged by its size, too."""
        if self.process_errors:
            raise StopValidation


def count(text: str, least: int = 1, most: int = MOST) -> CountField:
    """How many mails, or nothing for as many as there are."""
    said = lazy_gettext("A whole number from %(least)s to %(most)s.", least=least, most=most)
    return CountField(text, [Optional(), NumberRange(least, most, said)])


class LimitForm(StaffForm):
    """How much, and why."""

    per_second = count(lazy_gettext("Mails a second"))
    per_hour = count(lazy_gettext("Mails an hour"))
    per_day = count(lazy_gettext("Mails a day"))
    because = LineField(lazy_gettext("Why"), [Length(max=LONGEST_LINE)])

    def rates(self) -> Rates:
        """What was typed."""
        return Rates(self.per_second.data, self.per_hour.data, self.per_day.data)


class OperatorForm(StaffForm):
    """Whose mailboxes."""

    domain = LineField(lazy_gettext("Domain"), [Written(), Length(max=LONGEST_LINE)])
