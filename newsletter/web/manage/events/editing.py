"""Announcing an event and writing it again."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.campaigns.services.retelling import retell
from newsletter.events import queries
from newsletter.events.services.holding import announce
from newsletter.web.context import now, session, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.events.form import event_form
from newsletter.web.manage.frame import show


@blueprint.route("/<union>/events/new", methods=["GET", "POST"])
@allowed(Role.EDITOR)
def new_event() -> ResponseReturnValue:
    """A new one; who came to invite goes on to the invitation."""
    form = event_form()
    form.offer(desk().union)
    if form.validate_on_submit():
        with work() as going:
            made = announce(
                going.session,
                union_id=desk().union.id,
                facts=form.facts(),
                account_id=desk().account.id,
                now=now(),
            )
        if "invite" in request.args:
            return redirect(url_for(".new_invitation", event=made.id))
        return redirect(url_for(".event", event_id=made.id))
    return show("events/edit", form=form, event=None), (422 if form.errors else 200)


@blueprint.route("/<union>/events/<int:event_id>/edit", methods=["GET", "POST"])
@allowed(Role.EDITOR)
def edit_event(event_id: int) -> ResponseReturnValue:
    """Write it again; when it moves, its calendar entry counts up."""
    found = queries.own_event(session(), union_ids=desk().union_ids, event_id=event_id)
    form = event_form(found)
    form.offer(desk().union, [found.time_zone, *found.other_zones])
    if form.validate_on_submit():
        with work() as going:
            retold = retell(going.session, event=found, facts=form.facts(), account_id=desk().account.id, now=now())
        flash(
            gettext("Saved. The event moved: send an update so that people and their calendars know.")
            if retold.moved
            else gettext("Saved."),
            "good",
        )
        if retold.stopped:
            flash(
                gettext("Mail that tells of it is going out: each union is asked again before any more is sent."),
                "warn",
            )
        return redirect(url_for(".event", event_id=found.id))
    return show("events/edit", form=form, event=found), (422 if form.errors else 200)
