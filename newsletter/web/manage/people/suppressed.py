"""Who is not mailed: how many and why, and whether a certain address is among them."""

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import current_user
from wtforms import EmailField

from newsletter.accounts.models import Role
from newsletter.mail.address import normalise
from newsletter.subscribers import queries, suppressed
from newsletter.subscribers.services.looking_up import look_up
from newsletter.web.context import now, session, signer, work
from newsletter.web.limits import connection, limiter
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import Desk, allowed, desk
from newsletter.web.manage.forms import StaffForm, Written
from newsletter.web.manage.frame import show
from newsletter.web.manage.people.words import reach, reach_in_general, why
from newsletter.web.public.mail_address import mail_address

LOOK_UPS = "20 per minute; 200 per hour"
"""Enough to answer members who ask; a list of addresses is not read out one by one."""

Answer = list[tuple[str, str, object]]


def _trimmed(typed: str | None) -> str | None:
    return typed.strip() if typed else typed


class LookUpForm(StaffForm):
    """Which address."""

    email = EmailField(lazy_gettext("Address"), [Written(), mail_address], filters=[_trimmed])


def _account() -> str:
    return str(current_user.get_id() or connection())


@blueprint.route("/<union>/people/suppressed", methods=["GET", "POST"])
@limiter.limit(LOOK_UPS, methods=["POST"], key_func=_account)
@allowed(Role.STEWARD)
def suppressed_people() -> ResponseReturnValue:
    """Counts for all to see who may; a look-up is a POST, so that no address stands in a log or a history."""
    here, form, answer = desk(), LookUpForm(), None
    if form.validate_on_submit():
        answer = _looked_up(here, normalise(form.email.data or ""))
    return show(
        "people/suppressed",
        form=form,
        answer=answer,
        totals=suppressed.totals(session(), union=here.union),
        tallies=[
            (reach_in_general(one.scope, here.union), why(one.reason), one.count)
            for one in suppressed.tallies(session(), union=here.union)
        ],
    )


def _looked_up(here: Desk, address: str) -> Answer:
    lists = {one.id: one for one in queries.visible_lists(session(), here.union)}
    with work() as going:
        found = look_up(
            going.session,
            union=here.union,
            address_hash=signer().address_hash(address),
            account_id=here.account.id,
            now=now(),
        )
        return [(reach(one, here.union, lists), why(one.reason), one.at) for one in found]
