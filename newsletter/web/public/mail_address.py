"""What a person reads beside the field when an address cannot be one."""

from flask_babel import gettext
from wtforms import Field, ValidationError
from wtforms.form import BaseForm

from newsletter.mail.address import BadAddress, Flaw, normalise
from newsletter.translations import N_

_ADVICE = {
    Flaw.EMPTY: N_("Please type your e-mail address."),
    Flaw.FORBIDDEN_SIGN: N_("An address has no spaces, line breaks or angle brackets in it."),
    Flaw.NOT_ONE_AT: N_("An address has one @ in it, as in rosa@example.org."),
    Flaw.TOO_LONG: N_("This is longer than an address can be."),
    Flaw.LOCAL_BROKEN: N_("Something before the @ cannot be right: perhaps two dots, or a comma."),
    Flaw.DOMAIN_BROKEN: N_("What stands after the @ cannot be right. It looks like example.org."),
    Flaw.DOMAIN_WITHOUT_DOT: N_("Something is missing after the @: its ending, such as .org."),
}


def mail_address(_form: BaseForm, field: Field) -> None:
    """Raises ValidationError in the reader's language."""
    try:
        normalise(field.data or "")
    except BadAddress as problem:
        raise ValidationError(gettext(_ADVICE[problem.reason])) from None
