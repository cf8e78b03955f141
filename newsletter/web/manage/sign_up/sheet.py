"""Sheet mode: paper cards typed in at a table, one after the other, each saved by itself.

A script keeps rows while there is no line; without it each row is a form that is sent. Both send the same, with a
key made beforehand, so that nothing is entered twice.
"""

from typing import Any
from uuid import uuid4

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, EmailField, Field, HiddenField, RadioField, ValidationError
from wtforms.validators import InputRequired, Length, Regexp

from newsletter.accounts.models import Role
from newsletter.mail.address import normalise
from newsletter.subscribers import topics
from newsletter.subscribers.asking import Asked
from newsletter.subscribers.models import CardOutcome, SignUpForm
from newsletter.subscribers.services.entering_cards import Card, enter_card
from newsletter.unions.models import Local
from newsletter.unions.queries import locals_of
from newsletter.web.context import now, session, settings, signer, work
from newsletter.web.languages import in_language, own_name, page_language
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.forms import CheckboxesField, LineField, StaffForm
from newsletter.web.manage.frame import show
from newsletter.web.manage.sign_up.keeping import own_form
from newsletter.web.public.locals import called
from newsletter.web.public.mail_address import mail_address

LONGEST_NAME, LONGEST_PLACE = 100, 120


class CardForm(StaffForm):
    """One paper card, and what holds for the whole sheet."""

    key = HiddenField(validators=[Regexp("[0-9a-f-]{36}$")])
    email = EmailField(
        lazy_gettext("E-mail address"),
        [InputRequired(lazy_gettext("Please type the e-mail address.")), mail_address],
        filters=[lambda typed: typed and typed.strip(" ")],
    )
    given_name = LineField(lazy_gettext("Given name"), [Length(max=LONGEST_NAME)])
    family_name = LineField(lazy_gettext("Family name"), [Length(max=LONGEST_NAME)])
    local = LineField(lazy_gettext("Local"), [Length(max=80)])
    language = RadioField(lazy_gettext("They read"))
    topics = CheckboxesField(lazy_gettext("What they ticked"), coerce=int)
    signed = BooleanField(lazy_gettext("The card is signed"))
    kept = LineField(lazy_gettext("Where the cards are kept"), [Length(max=LONGEST_PLACE)])

    def offer(self, own: SignUpForm) -> None:
        """Fill in what can be chosen."""
        self._union_id = own.union_id
        offered = topics.offered(session(), [own.union_id])
        self.topics.choices = [
            (one.id, in_language(one.name)) for one in offered if one.id in own.list_ids or not own.list_ids
        ]
        self.language.choices = [(code, own_name(code)) for code in settings().languages]

    def validate_local(self, field: Field) -> None:
        if field.data and self.found_local is None:
            raise ValidationError(gettext("There is no local by this number; leave it empty if you are not sure."))

    def validate_topics(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(gettext("Choose one topic at least."))

    def validate_kept(self, field: Field) -> None:
        if self.signed.data and not field.data:
            raise ValidationError(gettext("Say where the signed cards are kept, so that they can be found."))

    @property
    def found_local(self) -> Local | None:
        """The local whose number was typed."""
        return called(self.local.data, locals_of(session(), self._union_id)) if self.local.data else None

    def card(self) -> Card:
        """What was typed."""
        address, local = normalise(self.email.data), self.found_local
        return Card(
            key=self.key.data,
            address=address,
            address_hash=signer().address_hash(address),
            kept=self.kept.data if self.signed.data else "",
            asked=Asked(
                list_ids=tuple(sorted(self.topics.data)),
                wording_id=topics.current_wording(session(), self.language.data).id,
                language=self.language.data,
                country=local.country if local else None,
                region=local.region if local else None,
                local_id=local.id if local else None,
                given_name=self.given_name.data or "",
                family_name=self.family_name.data or "",
            ),
        )


@blueprint.route("/<union>/people/forms/<int:form_id>/sheet", methods=["GET", "POST"])
@allowed(Role.STEWARD)
def sheet(form_id: int) -> ResponseReturnValue:
    """One row, and after it the next; the sheet's own settings stay as they were."""
    own = own_form(form_id)
    form = CardForm()
    form.offer(own)
    if form.validate_on_submit():
        outcome = _enter(own, form.card())
        if _by_script():
            return jsonify(outcome=outcome, text=told(outcome))
        flash(f"{form.email.data}: {told(outcome)}", "good")
        return redirect(url_for(".sheet", form_id=own.id, **_settings(form)))
    if form.errors and _by_script():
        return jsonify(problems={name: " ".join(said) for name, said in form.errors.items()}), 422
    if not form.errors:
        _prepare(form)
    return show("sign_up/sheet", form=form, own=own), (422 if form.errors else 200)


def told(outcome: CardOutcome) -> str:
    """What became of a card, softly: nobody did anything wrong."""
    said: dict[CardOutcome, str] = {
        CardOutcome.ASKED: gettext("a mail asks them to confirm"),
        CardOutcome.JOINED: gettext("is on the list"),
        CardOutcome.KNOWN: gettext("was on the list already"),
    }
    return said[outcome]


def _enter(own: SignUpForm, card: Card) -> CardOutcome:
    with work() as going:
        return enter_card(going.session, going.outbox, form=own, card=card, account_id=desk().account.id, now=now())


def _by_script() -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _prepare(form: CardForm) -> None:
    """A fresh row under the settings of the last one; nothing is ticked before somebody says so."""
    form.key.data = str(uuid4())
    form.language.data = request.args.get("language", page_language())
    form.topics.data = request.args.getlist("topics", type=int)
    form.kept.data = request.args.get("kept", "")
    form.signed.data = "signed" in request.args


def _settings(form: CardForm) -> dict[str, Any]:
    kept: dict[str, Any] = {"language": form.language.data, "topics": form.topics.data, "kept": form.kept.data}
    return kept | ({"signed": "1"} if form.signed.data else {})
