"""Putting a relay or a domain on a ramp, and taking it off."""

from dataclasses import asdict

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.delivery.pacing.warming import RampOn
from newsletter.delivery.services.warming import ramps, take_off, warm_up
from newsletter.web.context import now, session, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show
from newsletter.web.manage.limits.climbs import USUAL, own_climb
from newsletter.web.manage.limits.form import RampForm


@blueprint.route("/<union>/settings/limits/warm-up/<any(relay,domain):on>/<name>", methods=["GET", "POST"])
@allowed(Role.OWNER)
def edit_warm_up(on: str, name: str) -> ResponseReturnValue:
    """How much on which day."""
    climb = own_climb(RampOn(on), name, ramps(session()))
    known = climb.row.ramp if climb.row else USUAL
    form = RampForm(data=asdict(known))
    if form.validate_on_submit():
        with work() as going:
            warm_up(
                going.session,
                on=climb.on,
                name=climb.name,
                ramp=form.ramp(),
                union_id=desk().union.id,
                account_id=desk().account.id,
                now=now(),
            )
        flash(gettext("Saved. It holds everywhere within ten seconds."), "good")
        return redirect(url_for(".edit_warm_up", on=on, name=name))
    return show("limits/warm_up", form=form, climb=climb, schedule=list(climb.schedule(known))), (
        422 if form.errors else 200
    )


@blueprint.post("/<union>/settings/limits/warm-up/<any(relay,domain):on>/<name>/end")
@allowed(Role.OWNER)
def end_warm_up(on: str, name: str) -> ResponseReturnValue:
    """As much as there is, from now on."""
    with work() as going:
        climb = own_climb(RampOn(on), name, ramps(going.session))
        take_off(
            going.session,
            on=climb.on,
            name=climb.name,
            union_id=desk().union.id,
            account_id=desk().account.id,
            now=now(),
        )
    flash(gettext("%(what)s is not warmed up any more.", what=climb.title), "good")
    return redirect(url_for(".limits"))
