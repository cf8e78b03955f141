"""The sign-up form: what is asked, what may be answered, and what a good answer means to the domain."""

from collections.abc import Collection, Sequence

from babel import Locale
from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import Field, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length
from wtforms.widgets import EmailInput

from newsletter.subscribers.asking import Asked
from newsletter.subscribers.models import AskedField, SignUpForm
from newsletter.unions.models import Local, Union, UnionKind
from newsletter.unions.queries import everyone, locals_of
from newsletter.web.context import session
from newsletter.web.languages import page_language
from newsletter.web.public.forms import ChoosingForm
from newsletter.web.public.locals import called
from newsletter.web.public.mail_address import mail_address
from newsletter.web.public.regions import regions_of
from newsletter.web.public.typed import no_signs_of_control

_WHICH_UNION = lazy_gettext("Choose your union, or the last answer if you are in none of them.")
_ELSEWHERE = "elsewhere"
_USUAL = (AskedField.LOCAL, AskedField.COUNTRY)
"""What the usual page asks: twenty seconds are soon over."""

_ORDER = (
    *("email", "given_name", "family_name", "union", "local", "country", "region"),
    *("language", "topics", "wording"),
)

_NAME = Length(max=100, message=lazy_gettext("A name of 100 letters at most, please."))


class JoinForm(ChoosingForm):
    """The sign-up form, of one union or of all."""

    email = StringField(
        lazy_gettext("E-mail address"),
        [InputRequired(lazy_gettext("Please type your e-mail address.")), mail_address],
        filters=[lambda typed: typed and typed.strip(" ")],
        widget=EmailInput(),
    )
    union = SelectField(lazy_gettext("Your union"), [InputRequired(_WHICH_UNION)], validate_choice=False)
    local = StringField(
        lazy_gettext("Your local"), [Length(max=80, message=lazy_gettext("The number alone is enough."))]
    )
    given_name = StringField(lazy_gettext("Given name"), [_NAME, no_signs_of_control])
    family_name = StringField(lazy_gettext("Family name"), [_NAME, no_signs_of_control])
    country = SelectField(lazy_gettext("Country"), default="")
    region = SelectField(lazy_gettext("State or province"), default="")
    website = StringField(lazy_gettext("Leave this field empty"))

    def stand_under(self, here: Union, own: SignUpForm | None = None) -> None:
        """Ask what this page asks: the page of one union does not ask which union, its own form what it says."""
        unions = everyone(session())
        self._drop(_USUAL if own is None else own.fields)
        self._unions = {one.slug: one for one in unions}
        self._here = here
        if "country" in self:
            self.country.choices = _countries(unions)
        if "region" in self:
            self.region.choices = [_nothing(), *regions_of(here.countries)]
        if here.kind is UnionKind.UNION:
            del self.union
            return
        members = [(one.slug, one.short_name) for one in unions if one.kind is UnionKind.UNION]
        self.union.choices = [_nothing(), *members, (here.slug, gettext("I am in none of these"))]

    def fill_in(self) -> None:
        """Answer beforehand what can be guessed; never what somebody must want."""
        self.language.data = page_language()
        if "country" in self:
            self.country.data = _likely_country(self._here)

    @property
    def order(self) -> list[str]:
        """The questions as the page has them, for the list of what to look at again."""
        return [name for name in _ORDER if name in self]

    @property
    def through(self) -> Union | None:
        """The union the person signs up through; the alliance for who is in none."""
        return self._unions.get(self.union.data or "") if "union" in self else self._here

    @property
    def found_local(self) -> Local | None:
        """The local whose number was typed."""
        if self.through is None or "local" not in self or not self.local.data:
            return None
        return called(self.local.data, locals_of(session(), self.through.id))

    def validate_union(self, _field: Field) -> None:
        if self.through is None:
            raise ValidationError(_WHICH_UNION)

    def validate_local(self, field: Field) -> None:
        if field.data and self.through is not None and self.found_local is None:
            raise ValidationError(
                gettext(
                    "%(union)s has no local by this number; leave it empty if you are not sure.",
                    union=self.through.short_name,
                )
            )

    def validate_topics(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(gettext("Choose one topic at least."))

    @property
    def _known_country(self) -> str | None:
        typed = self._typed("country")
        return None if typed in {"", _ELSEWHERE} else typed

    def _typed(self, name: str) -> str:
        return " ".join(str(self[name].data or "").split()) if name in self else ""

    def _drop(self, asked: Collection[str]) -> None:
        for name in (one.value for one in AskedField if one.value not in asked):
            del self[name]

    def asked(self) -> Asked:
        """What the person wants, as the domain takes it."""
        local = self.found_local
        region = self._typed("region") or None
        return Asked(
            list_ids=tuple(sorted(self.topics.data)),
            wording_id=int(self.wording.data),
            language=self.language.data,
            country=self._known_country or (region[:2] if region else local.country if local else None),
            region=region or (local.region if local else None),
            local_id=local.id if local else None,
            given_name=self._typed("given_name"),
            family_name=self._typed("family_name"),
        )


def _countries(unions: Sequence[Union]) -> list[tuple[str, str]]:
    names = Locale.parse(page_language()).territories
    codes = {code for union in unions for code in union.countries}
    known = sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])
    return [_nothing(), *known, (_ELSEWHERE, gettext("Another country"))]


def _nothing() -> tuple[str, str]:
    return "", gettext("Please choose")


def _likely_country(here: Union) -> str:
    """The only one the union is in, else where the browser's language is spoken (en-CA)."""
    if len(here.countries) == 1:
        return here.countries[0]
    regions = (language.partition("-")[2].upper() for language in request.accept_languages.values())
    return next((region for region in regions if region in here.countries), "")
