"""Changing what the union knows of a member; ending a membership and taking it up again; adding somebody."""

from datetime import date

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import DateField
from wtforms.validators import InputRequired

from newsletter.accounts.models import Role
from newsletter.subscribers import queries
from newsletter.subscribers.models import Membership
from newsletter.subscribers.services.adding import IsMember, StaysGone, add_person
from newsletter.subscribers.services.editing import edit_member, end_membership, take_up_again
from newsletter.web.context import now, session, signer, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.forms import StaffForm
from newsletter.web.manage.frame import show
from newsletter.web.manage.people.person_form import NewPersonForm, member_form, new_person_form


class EndForm(StaffForm):
    """Since when they are a member no more."""

    ended_on = DateField(lazy_gettext("Last day of the membership"), [InputRequired()], default=date.today)


@blueprint.route("/<union>/people/new", methods=["GET", "POST"])
@allowed(Role.STEWARD)
def new_person() -> ResponseReturnValue:
    """Somebody whom no file holds."""
    form = new_person_form(desk().union)
    if form.validate_on_submit() and (made := _added(form)):
        flash(gettext("Added. This is what is known of them."), "good")
        return redirect(url_for(".person", subscriber_id=made), 303)
    return show("people/new", form=form), (422 if form.errors else 200)


@blueprint.route("/<union>/people/<int:subscriber_id>/edit", methods=["GET", "POST"])
@allowed(Role.STEWARD)
def edit_person(subscriber_id: int) -> ResponseReturnValue:
    """What the union says of them; the rest is theirs to say."""
    membership = _membership(subscriber_id)
    form = member_form(desk().union, membership)
    if form.validate_on_submit():
        with work() as going:
            edit_member(
                going.session,
                membership=membership,
                facts=form.facts(),
                values=form.values(),
                account_id=desk().account.id,
                now=now(),
            )
        flash(gettext("Saved."), "good")
        return _to_person(subscriber_id)
    return show("people/edit", form=form, membership=membership), (422 if form.errors else 200)


@blueprint.route("/<union>/people/<int:subscriber_id>/end", methods=["GET", "POST"])
@allowed(Role.STEWARD)
def end_person(subscriber_id: int) -> ResponseReturnValue:
    """What ends is the membership: what they gave and got stays on their page."""
    membership, form = _membership(subscriber_id), EndForm()
    if form.validate_on_submit() and form.ended_on.data:
        with work() as going:
            end_membership(
                going.session,
                membership=membership,
                on=form.ended_on.data,
                account_id=desk().account.id,
                now=now(),
            )
        flash(
            gettext("They are a former member now, and get no mail of %(union)s.", union=desk().union.short_name),
            "good",
        )
        return _to_person(subscriber_id)
    return show("people/end", form=form, membership=membership), (422 if form.errors else 200)


@blueprint.post("/<union>/people/<int:subscriber_id>/resume")
@allowed(Role.STEWARD)
def resume_person(subscriber_id: int) -> ResponseReturnValue:
    """A member again."""
    membership = _membership(subscriber_id)
    with work() as going:
        take_up_again(going.session, membership=membership, account_id=desk().account.id, now=now())
    flash(gettext("They are a member again. What they left stays left."), "good")
    return _to_person(subscriber_id)


def _membership(subscriber_id: int) -> Membership:
    """Raises NotVisible."""
    found = queries.person(session(), union_ids=desk().union_ids, subscriber_id=subscriber_id)
    return queries.memberships(session(), union_ids=desk().union_ids, subscriber_id=found.id)[0]


def _added(form: NewPersonForm) -> int | None:
    """Their number, or None where the form says why not."""
    try:
        with work() as going:
            made = add_person(
                going.session,
                union=desk().union,
                person=form.person(),
                facts=form.facts(),
                values=form.values(),
                consent=form.consent(),
                signer=signer(),
                account_id=desk().account.id,
                now=now(),
            )
            return made.subscriber_id
    except IsMember as known:
        form.known = known.subscriber_id
        form.refuse("email", gettext("Somebody with this address is here already. Nothing was changed."))
    except StaysGone:
        form.refuse(
            "email",
            gettext(
                "Whoever has this address left, or was taken off, and stays gone. Nothing was written down. "
                "Only they can come back, by signing up themselves."
            ),
        )
    return None


def _to_person(subscriber_id: int) -> ResponseReturnValue:
    return redirect(url_for(".person", subscriber_id=subscriber_id), 303)
