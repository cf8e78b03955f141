"""The form with which a sign-up form is made, and the way to its facts and back."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, Field, SelectField, TextAreaField, ValidationError
from wtforms.validators import Length, Optional, Regexp

from newsletter.subscribers import topics
from newsletter.subscribers.models import AskedField, SignUpForm
from newsletter.subscribers.services.keeping_forms import FormFacts
from newsletter.translations import N_
from newsletter.unions.models import Union
from newsletter.web.context import session, settings
from newsletter.web.languages import in_language, own_name
from newsletter.web.manage.display import first_upper, language_name
from newsletter.web.manage.forms import LONGEST_LINE, CheckboxesField, LineField, StaffForm, Written
from newsletter.web.public.own_forms import ORIGIN

LONGEST_TEXT = 1000
MOST_ORIGINS = 20

_WORD = "[a-z0-9]+(-[a-z0-9]+)*$"

FIELDS = {
    AskedField.GIVEN_NAME: N_("Given name"),
    AskedField.FAMILY_NAME: N_("Family name"),
    AskedField.LOCAL: N_("Local"),
    AskedField.COUNTRY: N_("Country"),
    AskedField.REGION: N_("State or province"),
}


class SignUpFormForm(StaffForm):
    """What is said of a sign-up form; its words in each language, made by `sign_up_form_form`."""

    slug = LineField(
        lazy_gettext("Its address"),
        [
            Written(),
            Length(max=40),
            Regexp(_WORD, message=lazy_gettext("Small letters a to z, digits and single hyphens.")),
        ],
    )
    fields = CheckboxesField(lazy_gettext("What it asks beside the address"))
    lists = CheckboxesField(lazy_gettext("Topics it offers"), coerce=int)
    language = SelectField(lazy_gettext("It opens in"))
    origins = TextAreaField(lazy_gettext("Websites that may show it in a frame"), [Optional(), Length(max=2000)])
    is_open = BooleanField(lazy_gettext("It is open"), default=True)

    def offer(self, union: Union) -> None:
        """Fill in what can be chosen."""
        self["fields"].choices = [(one.value, gettext(name)) for one, name in FIELDS.items()]
        self.lists.choices = [(one.id, in_language(one.name)) for one in topics.offered(session(), [union.id])]
        self.language.choices = [
            ("", gettext("the language of the visitor’s browser")),
            *((code, own_name(code)) for code in settings().languages),
        ]

    def validate_origins(self, field: Field) -> None:
        """One website a line."""
        lines = _lines(field.data)
        if len(lines) > MOST_ORIGINS or not all(ORIGIN.fullmatch(one) for one in lines):
            raise ValidationError(gettext("One website a line, such as https://ue506.example, and 20 at most."))

    def facts(self) -> FormFacts:
        """What was typed."""
        return FormFacts(
            title=self._translated("title"),
            intro=self._translated("intro"),
            thanks=self._translated("thanks"),
            fields=self["fields"].data,
            list_ids=self.lists.data,
            language=self.language.data or None,
            origins=_lines(self.origins.data),
            is_open=self.is_open.data,
        )

    def _translated(self, name: str) -> dict[str, str]:
        texts = ((code, (self[f"{name}_{code}"].data or "").strip()) for code in settings().languages)
        return {code: text for code, text in texts if text}


def sign_up_form_form(union: Union, own: SignUpForm | None = None) -> SignUpFormForm:
    """The form, empty or with what a sign-up form says now; what was sent goes before both."""
    form: SignUpFormForm = _form_class()(**(_shown(own) if own else {}))
    form.offer(union)
    if own:
        del form["slug"]  # posters carry it
    return form


def _form_class() -> type[SignUpFormForm]:
    fields: dict[str, Any] = {}
    for code in settings().languages:
        name = first_upper(language_name(code))
        needed = Written() if code == settings().default_language else Optional()
        fields[f"title_{code}"] = LineField(
            gettext("Title (%(language)s)", language=name), [needed, Length(max=LONGEST_LINE)]
        )
        fields[f"intro_{code}"] = TextAreaField(
            gettext("Why to sign up (%(language)s)", language=name), [Optional(), Length(max=LONGEST_TEXT)]
        )
        fields[f"thanks_{code}"] = TextAreaField(
            gettext("Thanks (%(language)s)", language=name), [Optional(), Length(max=LONGEST_TEXT)]
        )
    return type("FullSignUpFormForm", (SignUpFormForm,), fields)


def _lines(text: str | None) -> list[str]:
    return [line.strip().lower().rstrip("/") for line in (text or "").splitlines() if line.strip()]


def _shown(own: SignUpForm) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "fields": own.fields,
        "lists": own.list_ids,
        "language": own.language or "",
        "origins": "\n".join(own.origins),
        "is_open": own.is_open,
    }
    for code in settings().languages:
        for name in ("title", "intro", "thanks"):
            shown[f"{name}_{code}"] = getattr(own, name).get(code, "")
    return shown
