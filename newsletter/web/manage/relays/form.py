"""The form of a relay. Secrets go in and never come out: a page shows only whether there is one."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, IntegerField, PasswordField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange

from newsletter.mail.smtp import Auth, Notify, Tls
from newsletter.relays.details import SENTENCES, BadDetails, RelayDetails
from newsletter.relays.models import Relay
from newsletter.web.manage.forms import LONGEST_LINE, LineField, StaffForm, Written

LONGEST_PEM = 60_000

TLS = {
    Tls.REQUIRED: lazy_gettext("STARTTLS, or no mail is sent (ports 587 and 25)"),
    Tls.IMPLICIT: lazy_gettext("From the start (port 465)"),
    Tls.OFFERED: lazy_gettext("STARTTLS where it is offered, whoever offers it"),
    Tls.OFF: lazy_gettext("None (a relay on this machine or in your own network)"),
}
AUTH = {
    Auth.PASSWORD: lazy_gettext("Password, in the way the relay prefers"),
    Auth.PLAIN: lazy_gettext("Password, by PLAIN only"),
    Auth.LOGIN: lazy_gettext("Password, by LOGIN only"),
    Auth.XOAUTH2: lazy_gettext("Access token (XOAUTH2)"),
}
NOTIFY = {
    Notify.FAILURE: lazy_gettext("Mails that could not be delivered"),
    Notify.FAILURE_AND_DELAY: lazy_gettext("Those, and mails that are late"),
    Notify.NEVER: lazy_gettext("Nothing"),
    Notify.OFF: lazy_gettext("Whatever it likes to report"),
}


def _choices(words: Mapping[Any, object]) -> list[SelectChoice]:
    return [SelectChoice(one.value, text) for one, text in words.items()]


def _number(text: str, least: int, most: int) -> IntegerField:
    said = lazy_gettext("A whole number from %(least)s to %(most)s.", least=least, most=most)
    return IntegerField(text, [Written(), NumberRange(least, most, said)])


def _pem(text: str) -> TextAreaField:
    return TextAreaField(text, [Length(max=LONGEST_PEM)], filters=[lambda typed: (typed or "").strip()])


class UnseenField(TextAreaField):
    """Several lines that a page takes and never shows, not even to who typed them."""

    def _value(self) -> str:
        return ""


class RelayForm(StaffForm):
    """Everything there is to say of a relay."""

    name = LineField(lazy_gettext("Name"), [Written(), Length(max=LONGEST_LINE)])
    host = LineField(lazy_gettext("Host"), [Written(), Length(max=LONGEST_LINE)])
    port = _number(lazy_gettext("Port"), 1, 65_535)
    tls = SelectField(lazy_gettext("Encryption"), choices=_choices(TLS))
    auth = SelectField(lazy_gettext("Sign in with"), choices=_choices(AUTH))
    username = LineField(lazy_gettext("Username"), [Length(max=LONGEST_LINE)])
    secret = PasswordField(lazy_gettext("Password or token"), [Length(max=LONGEST_PEM)])
    certificate = _pem(lazy_gettext("Certificate of ours"))
    key = UnseenField(lazy_gettext("Its key"), [Length(max=LONGEST_PEM)])
    authorities = _pem(lazy_gettext("Authorities to trust"))
    hello = LineField(lazy_gettext("Our name"), [Length(max=LONGEST_LINE)])
    notify = SelectField(lazy_gettext("Let it report"), choices=_choices(NOTIFY))
    weight = _number(lazy_gettext("Share"), 0, 1000)
    position = _number(lazy_gettext("Place in the order"), 0, 1000)
    connections = _number(lazy_gettext("Connections"), 1, 100)
    connections_in_all = _number(lazy_gettext("Connections in all"), 0, 10_000)
    mails_per_connection = _number(lazy_gettext("Mails on a connection"), 0, 1_000_000)
    command_s = _number(lazy_gettext("Seconds for an answer"), 5, 600)
    idle_s = _number(lazy_gettext("Seconds without a mail"), 1, 3600)
    signs_dkim = BooleanField(lazy_gettext("It signs mails itself (DKIM)"))

    def details(self) -> RelayDetails:
        """What was typed, less the secrets."""
        typed = {one.name: self[one.name].data for one in fields(RelayDetails)}
        return RelayDetails(
            **typed | {"tls": Tls(typed["tls"]), "auth": Auth(typed["auth"]), "notify": Notify(typed["notify"])}
        )

    def secrets(self) -> dict[str, str]:
        """What services take besides."""
        return {"secret": self.secret.data or "", "key": (self.key.data or "").strip()}

    def object_to(self, flaw: BadDetails) -> None:
        """Say beside the field what is wrong with it."""
        self.refuse(flaw.field, gettext(SENTENCES[flaw.flaw]))


def relay_form(relay: Relay | None = None) -> RelayForm:
    """Filled in with what is known, or with what suits most."""
    known = {one.name: getattr(relay, one.name) for one in fields(RelayDetails)} if relay else _usual()
    return RelayForm(data={name: getattr(value, "value", value) for name, value in known.items()})


def _usual() -> dict[str, object]:
    return {one.name: one.default for one in fields(RelayDetails) if one.name not in {"name", "host"}}
