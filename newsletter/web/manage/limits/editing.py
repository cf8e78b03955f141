"""Setting a limit, and putting back what is usual."""

from dataclasses import asdict

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.delivery.pacing.limits import LimitOn
from newsletter.delivery.services.limiting import TooMany, change, limits_set, put_back
from newsletter.web.context import now, session, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show
from newsletter.web.manage.limits.form import LimitForm
from newsletter.web.manage.limits.subjects import Subject, own_subject


@blueprint.route("/<union>/settings/limits/<any(relay,operator,union):on>/<name>", methods=["GET", "POST"])
@allowed(Role.OWNER)
def edit_limit(on: str, name: str) -> ResponseReturnValue:
    """How much may go from now on, and why."""
    subject = own_subject(LimitOn(on), name, limits_set(session()))
    form = _form(subject)
    if form.validate_on_submit() and _set(subject, form):
        flash(gettext("Saved. It holds everywhere within ten seconds."), "good")
        return redirect(url_for(".limits"))
    return show("limits/edit", form=form, subject=subject), (422 if form.errors else 200)


@blueprint.post("/<union>/settings/limits/<any(relay,operator,union):on>/<name>/put-back")
@allowed(Role.OWNER)
def put_limit_back(on: str, name: str) -> ResponseReturnValue:
    """As if nothing had been set."""
    with work() as going:
        subject = own_subject(LimitOn(on), name, limits_set(going.session))
        put_back(
            going.session,
            on=subject.on,
            name=subject.name,
            union_id=desk().union.id,
            account_id=desk().account.id,
            now=now(),
        )
    flash(gettext("Put back. It holds everywhere within ten seconds."), "good")
    return redirect(url_for(".limits"))


def _form(subject: Subject) -> LimitForm:
    return LimitForm(data={**asdict(subject.rates), "because": subject.row.because if subject.row else ""})


def _set(subject: Subject, form: LimitForm) -> bool:
    try:
        with work() as going:
            change(
                going.session,
                on=subject.on,
                name=subject.name,
                rates=form.rates(),
                because=form.because.data or "",
                union_id=desk().union.id,
                account_id=desk().account.id,
                now=now(),
            )
    except TooMany:
        form.form_errors.append(gettext("There are too many limits already. Take one off that is not needed."))
        return False
    return True
