"""The form of a list, and the way to its facts and back."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, IntegerField, RadioField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from newsletter.subscribers.models import MailedBy, MailingList
from newsletter.subscribers.services.keeping_lists import ListFacts
from newsletter.unions.models import Union, UnionKind
from newsletter.web.context import settings
from newsletter.web.manage.display import first_upper, language_name
from newsletter.web.manage.forms import LONGEST_LINE, LineField, StaffForm, Written

LONGEST_DESCRIPTION = 500
LAST_PLACE = 9999


class ListForm(StaffForm):
    """What is said of a list; name and description in each language, made by `list_form`."""

    joining = RadioField(lazy_gettext("Who may join it"), default="anybody")
    mailed_by = RadioField(lazy_gettext("Who may write to it"), default=MailedBy.OWNER)
    in_archive = BooleanField(lazy_gettext("What is sent to it stands in the public archive"))
    position = IntegerField(
        lazy_gettext("Place on the sign-up page"),
        [Optional(), NumberRange(0, LAST_PLACE, lazy_gettext("A number from 0 to 9999, please."))],
    )

    def offer(self, owner: Union) -> None:
        """Fill in what can be chosen."""
        is_alliance = owner.kind is UnionKind.ALLIANCE
        self.joining.choices = [
            ("anybody", gettext("Anybody: it is a topic on the sign-up page")),
            ("staff", gettext("Only those whom staff put on it; nobody else sees that it is there")),
        ]
        self.mailed_by.choices = [
            (MailedBy.OWNER.value, gettext("Only %(union)s", union=owner.short_name)),
            *(
                []
                if is_alliance
                else [(MailedBy.AFFILIATES.value, gettext("%(union)s and its affiliates", union=owner.short_name))]
            ),
            (MailedBy.ALLIANCE.value, gettext("Every union of the alliance, each to its own people")),
        ]

    def facts(self) -> ListFacts:
        """What was typed."""
        return ListFacts(
            name=self._translated("name"),
            description=self._translated("description"),
            is_public=self.joining.data == "anybody",
            mailed_by=MailedBy(self.mailed_by.data),
            in_archive=self.in_archive.data,
            position=self.position.data,
        )

    def _translated(self, name: str) -> dict[str, str]:
        texts = ((code, (self[f"{name}_{code}"].data or "").strip()) for code in settings().languages)
        return {code: text for code, text in texts if text}


def list_form(owner: Union, topic: MailingList | None = None) -> ListForm:
    """The form, empty or with what a list says now; what was sent goes before both."""
    form: ListForm = _form_class()(**(_shown(topic) if topic else {}))
    form.offer(owner)
    return form


def _form_class() -> type[ListForm]:
    fields: dict[str, Any] = {}
    for code in settings().languages:
        name = first_upper(language_name(code))
        fields[f"name_{code}"] = LineField(
            gettext("Name (%(language)s)", language=name),
            [Written() if code == settings().default_language else Optional(), Length(max=LONGEST_LINE)],
        )
        fields[f"description_{code}"] = TextAreaField(
            gettext("Description (%(language)s)", language=name), [Optional(), Length(max=LONGEST_DESCRIPTION)]
        )
    return type("FullListForm", (ListForm,), fields)


def _shown(topic: MailingList) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "joining": "anybody" if topic.is_public else "staff",
        "mailed_by": topic.mailed_by.value,
        "in_archive": topic.in_archive,
        "position": topic.position,
    }
    for code in settings().languages:
        shown[f"name_{code}"] = topic.name.get(code, "")
        shown[f"description_{code}"] = topic.description.get(code, "")
    return shown
