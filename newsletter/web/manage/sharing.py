"""What a union lets the alliance see of its members, since when and until when; taken back with one button."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import DateField, Field
from wtforms.validators import Optional, ValidationError

from newsletter.accounts import grants
from newsletter.accounts.models import GrantKind, Role
from newsletter.errors import NotVisible
from newsletter.unions.models import Union
from newsletter.unions.queries import alliance
from newsletter.web.context import now, session, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.forms import StaffForm
from newsletter.web.manage.frame import show


class GrantForm(StaffForm):
    """How long."""

    until = DateField(lazy_gettext("Until"), [Optional()])

    def validate_until(self, field: Field) -> None:
        """A day that is over grants nothing. Raises ValidationError."""
        if field.data and field.data < now().date():
            raise ValidationError(gettext("This day is over. Choose a later one, or none."))


@blueprint.route("/<union>/settings/sharing", methods=["GET", "POST"])
@allowed(Role.STEWARD)
def sharing() -> ResponseReturnValue:
    """What is granted now and was before, and the form to grant it."""
    others, form = _others(), GrantForm()
    if form.validate_on_submit():
        with work() as going:
            grants.give(
                going.session,
                union_id=desk().union.id,
                to_union_id=others.id,
                kind=GrantKind.TOTALS,
                until=form.until.data,
                account_id=desk().account.id,
                now=now(),
            )
        flash(gettext("%(union)s sees exact numbers from now on.", union=others.short_name), "good")
        return redirect(url_for(".sharing"))
    given = grants.given(session(), union_id=desk().union.id)
    return show(
        "sharing",
        form=form,
        others=others,
        current=[one for one in given if one.counts_on(now().date())],
        earlier=[one for one in given if not one.counts_on(now().date())],
    ), (422 if form.errors else 200)


@blueprint.post("/<union>/settings/sharing/<int:grant_id>/take-back")
@allowed(Role.STEWARD)
def take_back_grant(grant_id: int) -> ResponseReturnValue:
    """From the next page on nothing of it is seen."""
    others = _others()
    with work() as going:
        grants.take_back(
            going.session,
            union_id=desk().union.id,
            grant_id=grant_id,
            account_id=desk().account.id,
            now=now(),
        )
    flash(gettext("Taken back. %(union)s does not see it any more.", union=others.short_name), "good")
    return redirect(url_for(".sharing"))


def _others() -> Union:
    """The alliance, which grants itself nothing. Raises NotVisible."""
    if desk().is_alliance:
        raise NotVisible
    return alliance(session())
