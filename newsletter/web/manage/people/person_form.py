"""What staff say of a member: the form for changing it, and the longer one for adding somebody."""

from dataclasses import fields
from typing import Any, TypeVar

from flask_babel import gettext, lazy_gettext
from wtforms import DateField, EmailField, Field, RadioField, SelectField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from newsletter.mail.address import normalise
from newsletter.subscribers import queries
from newsletter.subscribers.field_values import values_of
from newsletter.subscribers.importing.taking_in import Consent
from newsletter.subscribers.models import Basis, MemberRole, Membership
from newsletter.subscribers.own_fields import open_fields
from newsletter.subscribers.services.adding import NewPerson
from newsletter.subscribers.services.editing import MemberFacts
from newsletter.unions import queries as unions
from newsletter.unions.models import Union
from newsletter.web.context import session
from newsletter.web.languages import in_language
from newsletter.web.manage.display import called, first_upper, language_name
from newsletter.web.manage.forms import LONGEST_LINE, CheckboxesField, LineField, Written
from newsletter.web.manage.people.own_form import OwnFieldsForm, answered, with_own
from newsletter.web.public.mail_address import mail_address

LONGEST_WORDING = 400

Form = TypeVar("Form", bound="MemberForm")

_BASES = {
    "": lazy_gettext("None: they get no mail until they sign up themselves"),
    Basis.IMPORTED: lazy_gettext("They agreed, on paper or in another way"),
    Basis.MEMBERSHIP: lazy_gettext("They are members, and were told that they get mail"),
}


class MemberForm(OwnFieldsForm):
    """What a union knows of a member."""

    given_name = LineField(lazy_gettext("Given name"), [Length(max=LONGEST_LINE)])
    family_name = LineField(lazy_gettext("Family name"), [Length(max=LONGEST_LINE)])
    number = LineField(lazy_gettext("Membership number"), [Length(max=LONGEST_LINE)])
    role = SelectField(lazy_gettext("Role"))
    local_id = SelectField(lazy_gettext("Local"), default="")
    joined_on = DateField(lazy_gettext("Member since"), [Optional()])

    def offer(self, union: Union) -> None:
        """What there is to choose at this union."""
        self.role.choices = [SelectChoice(one.value, called(one)) for one in MemberRole]
        self.local_id.choices = [
            SelectChoice("", gettext("Not known")),
            *(
                SelectChoice(str(one.id), f"{one.number} · {one.name}")
                for one in unions.locals_of(session(), union.id)
            ),
        ]

    def facts(self) -> MemberFacts:
        """What was typed."""
        return MemberFacts(
            given_name=self.given_name.data or "",
            family_name=self.family_name.data or "",
            number=self.number.data or None,
            role=MemberRole(self.role.data),
            local_id=int(self.local_id.data) if self.local_id.data else None,
            joined_on=self.joined_on.data,
        )


class NewPersonForm(MemberForm):
    """The same of somebody new, and on which ground they are mailed."""

    known: int | None = None
    """Who has this address already."""

    email = EmailField(
        lazy_gettext("Address"), [Written(), mail_address], filters=[lambda typed: (typed or "").strip()]
    )
    language = SelectField(lazy_gettext("Reads"))
    basis = RadioField(
        lazy_gettext("Why they may be mailed"), choices=[SelectChoice(*one) for one in _BASES.items()], default=""
    )
    wording = TextAreaField(
        lazy_gettext("What they agreed to, or were told, and when and where"), [Length(max=LONGEST_WORDING)]
    )
    list_ids = CheckboxesField(lazy_gettext("Lists"), coerce=int)

    def offer(self, union: Union) -> None:
        """What there is to choose at this union."""
        super().offer(union)
        self.language.choices = [SelectChoice(one, first_upper(language_name(one))) for one in union.languages]
        self.list_ids.choices = [
            SelectChoice(one.id, in_language(one.name)) for one in queries.usable_lists(session(), union)
        ]

    def validate_wording(self, field: Field) -> None:
        """Raises ValidationError: without words there is no evidence."""
        if self.basis.data and not (field.data or "").strip():
            raise ValidationError(gettext("Say it in a sentence: it is kept as evidence."))

    def validate_list_ids(self, field: Field) -> None:
        """Raises ValidationError: consent is to something."""
        if self.basis.data and not field.data:
            raise ValidationError(gettext("Choose at least one list."))

    def person(self) -> NewPerson:
        """Who they are."""
        return NewPerson(normalise(self.email.data or ""), self.language.data)

    def consent(self) -> Consent | None:
        """The ground, or none."""
        if not self.basis.data:
            return None
        words = " ".join((self.wording.data or "").split())
        return Consent(Basis(self.basis.data), tuple(self.list_ids.data or ()), f"by hand: {words}")


def member_form(union: Union, membership: Membership) -> MemberForm:
    """Filled in with what is known."""
    asked = open_fields(session(), union_id=union.id)
    known = {one.name: getattr(membership, one.name) for one in fields(MemberFacts)}
    known |= {"role": membership.role.value, "local_id": str(membership.local_id or "")}
    known |= answered(asked, values_of(session(), membership_id=membership.id))
    return _offered(with_own(MemberForm, asked), union, known)


def new_person_form(union: Union) -> NewPersonForm:
    """Empty."""
    return _offered(with_own(NewPersonForm, open_fields(session(), union_id=union.id)), union, {})


def _offered(kind: type[Form], union: Union, known: dict[str, Any]) -> Form:
    form = kind(data={"role": MemberRole.MEMBER.value} | known)
    form.offer(union)
    return form
