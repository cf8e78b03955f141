"""A steward asks for another address of somebody; the new one itself must answer."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from wtforms import EmailField

from newsletter.accounts.models import Role
from newsletter.mail.address import normalise
from newsletter.subscribers import queries
from newsletter.subscribers.models import Subscriber
from newsletter.subscribers.services.changing_address import AskedTooOften, SameAddress, Suppressed, ask_change
from newsletter.web.context import now, session, signer, work
from newsletter.web.limits import connection, limiter
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.forms import StaffForm, Written
from newsletter.web.manage.frame import show
from newsletter.web.public.mail_address import mail_address

CHANGES = "20 per minute; 100 per hour"
"""Each sends a mail to an address that somebody typed."""


class AddressForm(StaffForm):
    """Where to."""

    email = EmailField(
        lazy_gettext("New address"), [Written(), mail_address], filters=[lambda typed: (typed or "").strip()]
    )


def _account() -> str:
    return str(current_user.get_id() or connection())


@blueprint.route("/<union>/people/<int:subscriber_id>/address", methods=["GET", "POST"])
@limiter.limit(CHANGES, methods=["POST"], key_func=_account)
@allowed(Role.STEWARD)
def new_address(subscriber_id: int) -> ResponseReturnValue:
    """One mail goes to the new address; until its button is pressed nothing changes."""
    person = queries.person(session(), union_ids=desk().union_ids, subscriber_id=subscriber_id)
    form = AddressForm()
    if form.validate_on_submit() and _asked(form, person):
        flash(gettext("A mail asks at the new address. Nothing changes until it is answered there."), "good")
        return redirect(url_for(".person", subscriber_id=subscriber_id), 303)
    return show("people/address", form=form, person=person), (422 if form.errors else 200)


def _asked(form: AddressForm, person: Subscriber) -> bool:
    """Whether it was; else the form says why not."""
    try:
        with work() as going:
            ask_change(
                going.session,
                going.outbox,
                person=person,
                union_id=desk().union.id,
                address=normalise(form.email.data or ""),
                signer=signer(),
                account_id=desk().account.id,
                now=now(),
            )
    except SameAddress:
        form.refuse("email", gettext("This is their address already."))
    except Suppressed:
        form.refuse("email", gettext("%(union)s may not mail this address.", union=desk().union.short_name))
    except AskedTooOften:
        form.refuse("email", gettext("Enough mails went out about this today. Try again tomorrow."))
    else:
        return True
    return False
