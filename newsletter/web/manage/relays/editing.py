"""Adding a relay and changing it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.relays import queries
from newsletter.relays.details import BadDetails
from newsletter.relays.models import Relay
from newsletter.relays.services import add, change
from newsletter.vault import SealedUnderAnotherKey
from newsletter.web.context import now, session, vault, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show
from newsletter.web.manage.relays.form import RelayForm, relay_form


@blueprint.route("/<union>/settings/relays/new", methods=["GET", "POST"])
@allowed(Role.OWNER)
def new_relay() -> ResponseReturnValue:
    """A new one, which mail goes through from then on."""
    form = relay_form()
    if form.validate_on_submit() and _added(form):
        flash(gettext("Saved. Now see whether it takes a mail."), "good")
        return redirect(url_for(".relays"))
    return show("relays/edit", form=form, relay=None), (422 if form.errors else 200)


@blueprint.route("/<union>/settings/relays/<int:relay_id>", methods=["GET", "POST"])
@allowed(Role.OWNER)
def edit_relay(relay_id: int) -> ResponseReturnValue:
    """Say it anew. What is secret stays as it is unless something is typed."""
    relay = queries.own_relay(session(), union_id=desk().union.id, relay_id=relay_id)
    form = relay_form(relay)
    if form.validate_on_submit() and _changed(form, relay):
        flash(gettext("Saved. Now see whether it takes a mail."), "good")
        return redirect(url_for(".relays"))
    return show("relays/edit", form=form, relay=relay), (422 if form.errors else 200)


def _added(form: RelayForm) -> bool:
    try:
        with work() as going:
            add(
                going.session,
                vault(),
                union_id=desk().union.id,
                details=form.details(),
                **form.secrets(),
                account_id=desk().account.id,
                now=now(),
            )
    except BadDetails as flaw:
        form.object_to(flaw)
        return False
    return True


def _changed(form: RelayForm, relay: Relay) -> bool:
    try:
        with work() as going:
            change(
                going.session,
                vault(),
                relay=relay,
                details=form.details(),
                **form.secrets(),
                account_id=desk().account.id,
                now=now(),
            )
    except BadDetails as flaw:
        form.object_to(flaw)
        return False
    except SealedUnderAnotherKey:
        form.refuse("secret", gettext("What was kept cannot be read any more: enter it again, and the key if any."))
        return False
    return True
