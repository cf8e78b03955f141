"""The form of a union's own field."""

from collections.abc import Iterator

from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, Form, FormField, HiddenField, IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from newsletter.db import Translated
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.models import CustomField
from newsletter.subscribers.services.keeping_fields import Choice, FieldFacts
from newsletter.web.manage.forms import LONGEST_LINE, LineField, StaffForm

SPARE = 4
"""Empty lines for further choices; who needs more saves and goes on."""

MOST_CHOICES = 60

KINDS = {
    FieldKind.TEXT: lazy_gettext("Text, in one line"),
    FieldKind.NUMBER: lazy_gettext("Number"),
    FieldKind.DATE: lazy_gettext("Day"),
    FieldKind.CHOICE: lazy_gettext("One of several"),
    FieldKind.YES_NO: lazy_gettext("Yes or no"),
}


class LabelForm(Form):
    """A word in each language."""

    en = LineField(lazy_gettext("In English"), [Length(max=LONGEST_LINE)])
    fr = LineField(lazy_gettext("In French"), [Length(max=LONGEST_LINE)])
    es = LineField(lazy_gettext("In Spanish"), [Length(max=LONGEST_LINE)])

    def label(self) -> Translated:
        """Only what was written."""
        said = {"en": self.en.data, "fr": self.fr.data, "es": self.es.data}
        return {language: text for language, text in said.items() if text}


class ChoiceForm(LabelForm):
    """The same of something to choose."""

    key = HiddenField()


class OwnFieldForm(StaffForm):
    """What there is to say of a field."""

    kind = RadioField(
        lazy_gettext("What it holds"),
        choices=[SelectChoice(*one) for one in KINDS.items()],
        default=FieldKind.TEXT.value,
    )
    label = FormField(LabelForm)
    position = IntegerField(
        lazy_gettext("Place in the order"),
        [Optional(), NumberRange(1, 1000, lazy_gettext("A whole number from 1 to 1000."))],
    )
    choices = FieldList(FormField(ChoiceForm), max_entries=MOST_CHOICES)

    def facts(self) -> FieldFacts:
        """What was typed."""
        return FieldFacts(
            label=self.label.form.label(), position=self.position.data or 0, choices=tuple(self._chosen())
        )

    def is_named(self) -> bool:
        """Whether it has a name in one language at least; says so if not."""
        if not self.label.form.label():
            self.refuse("", gettext("Give it a name in one language at least."))
            return False
        return True

    def _chosen(self) -> Iterator[Choice]:
        for one in self.choices:
            yield Choice(one.form.key.data or None, one.form.label())


def own_field_form(field: CustomField | None = None) -> OwnFieldForm:
    """Filled in with what is known."""
    if field is None:
        form = OwnFieldForm()
    else:
        known = [{"key": key, **label} for key, label in field.labels.items()]
        form = OwnFieldForm(
            data={"kind": field.kind.value, "label": field.label, "position": field.position, "choices": known}
        )
    if not form.is_submitted():
        for _ in range(min(SPARE, MOST_CHOICES - len(form.choices))):
            form.choices.append_entry()
    return form
