"""A union's relays: whether mail goes through them, and whether they take one now."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from newsletter.accounts.models import Role
from newsletter.mail.smtp import SmtpError, send_one
from newsletter.relays import queries
from newsletter.relays.advice import ADVICE
from newsletter.relays.services import disable, enable
from newsletter.relays.trial import IMPATIENT, failure, write_trial
from newsletter.unions import queries as unions
from newsletter.vault import SealedUnderAnotherKey
from newsletter.web.context import now, session, settings, vault, work
from newsletter.web.languages import page_language
from newsletter.web.limits import connection, limiter
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show
from newsletter.web.manage.relays.form import TLS

TRIALS = "6 per minute; 60 per hour"
"""Each is a mail, and a connection to wherever an owner says."""


def _account() -> str:
    return str(current_user.get_id() or connection())


@blueprint.get("/<union>/settings/relays")
@allowed(Role.OWNER)
def relays() -> ResponseReturnValue:
    """All of them, those out of use as well."""
    return show("relays/list", relays=queries.of_union(session(), desk().union.id), encryption=TLS)


@blueprint.post("/<union>/settings/relays/<int:relay_id>/test")
@allowed(Role.OWNER)
@limiter.limit(TRIALS, key_func=_account)
def test_relay(relay_id: int) -> ResponseReturnValue:
    """One mail to who asks. The transaction is over before the relay is spoken to: it may be slow."""
    recipient = desk().account.email
    with work() as going:
        relay = queries.own_relay(going.session, union_id=desk().union.id, relay_id=relay_id)
        try:
            route = queries.route(relay, vault())
        except SealedUnderAnotherKey:
            flash(gettext("Its secret cannot be read any more: change the relay and enter it again."), "bad")
            return redirect(url_for(".relays"))
        trial = write_trial(
            route,
            sender=unions.default_sender(going.session, desk().union.id),
            recipient=recipient,
            bounce_domain=settings().bounce_domain,
            mail_domain=settings().mail_domain,
            language=page_language(),
            now=now(),
        )
    back = redirect(url_for(".relays"))
    try:
        send_one(route.relay, trial, IMPATIENT)
    except SmtpError as problem:
        flash(gettext("%(relay)s did not take the mail.", relay=route.name), "bad")
        flash(f"{gettext(ADVICE[problem.cause])} ({failure(problem)})", "bad")
    else:
        flash(gettext("%(relay)s took a mail to %(address)s.", relay=route.name, address=recipient), "good")
    return back


@blueprint.post("/<union>/settings/relays/<int:relay_id>/disable")
@allowed(Role.OWNER)
def disable_relay(relay_id: int) -> ResponseReturnValue:
    """No more mail through it."""
    with work() as going:
        relay = queries.own_relay(going.session, union_id=desk().union.id, relay_id=relay_id)
        disable(going.session, relay=relay, account_id=desk().account.id, now=now())
    return redirect(url_for(".relays"))


@blueprint.post("/<union>/settings/relays/<int:relay_id>/enable")
@allowed(Role.OWNER)
def enable_relay(relay_id: int) -> ResponseReturnValue:
    """Mail through it again."""
    with work() as going:
        relay = queries.own_relay(going.session, union_id=desk().union.id, relay_id=relay_id)
        enable(going.session, relay=relay, account_id=desk().account.id, now=now())
    return redirect(url_for(".relays"))
