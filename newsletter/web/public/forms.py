"""The forms of the member's pages."""

from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput

from newsletter.db import translated
from newsletter.subscribers.models import MailingList, Scope
from newsletter.web.context import settings
from newsletter.web.languages import own_name, page_language


class PublicForm(FlaskForm):
    """A form without a CSRF token; newsletter/web/public/__init__.py says why."""

    class Meta:
        csrf = False


class ChoosingForm(PublicForm):
    """What somebody wants to read, and in which language."""

    topics = SelectMultipleField(
        lazy_gettext("What do you want to hear about?"), coerce=int, option_widget=CheckboxInput()
    )
    language = RadioField(lazy_gettext("Mail me in"))
    wording = HiddenField()

    def offer(self, lists: Sequence[MailingList], wording_id: int) -> None:
        """Fill in what can be chosen, and remember which words the person is shown."""
        speaks = page_language()
        self.topics.choices = [(one.id, translated(one.name, speaks)) for one in lists]
        self.details = {one.id: translated(one.description, speaks) for one in lists}
        self.language.choices = [(code, own_name(code)) for code in settings().languages]
        self._wording_id = wording_id

    def show_wording(self) -> None:
        """Put down which words stand on the page that goes out."""
        self.wording.data = str(self._wording_id)

    def validate_wording(self, field: Field) -> None:
        """The words agreed to are the words that were shown."""
        if field.data != str(self._wording_id):
            raise ValidationError(gettext("The wording below has changed. Please read it again."))


class LeaveForm(PublicForm):
    """How far somebody wants to leave."""

    scope = RadioField(lazy_gettext("What should stop?"), default=Scope.LIST)
