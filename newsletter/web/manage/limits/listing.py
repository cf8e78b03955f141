"""All limits that hold, with the reason beside each."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.delivery.pacing.limits import LimitOn
from newsletter.delivery.pacing.operators import by_domain
from newsletter.delivery.services.limiting import limits_set
from newsletter.delivery.services.warming import ramps
from newsletter.domains.services.adding import BadDomain, domain_name
from newsletter.errors import NotVisible
from newsletter.web.context import session
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show
from newsletter.web.manage.limits.climbs import climbs_here
from newsletter.web.manage.limits.form import OperatorForm
from newsletter.web.manage.limits.subjects import operators_here, relays_here, unions_here


@blueprint.get("/<union>/settings/limits")
@allowed(Role.OWNER)
def limits() -> ResponseReturnValue:
    """By relay, by mail operator, by union."""
    return _page(OperatorForm(formdata=None)), 200


@blueprint.post("/<union>/settings/limits")
@allowed(Role.OWNER)
def find_operator() -> ResponseReturnValue:
    """To the limit of whoever takes the mail of a domain."""
    if not desk().is_alliance:
        raise NotVisible
    form = OperatorForm()
    if form.validate_on_submit():
        try:
            name = by_domain(domain_name(form.domain.data or ""))
        except BadDomain:
            form.refuse("domain", gettext("Write what stands behind the @ of an address, such as union.example."))
        else:
            return redirect(url_for(".edit_limit", on=LimitOn.OPERATOR, name=name))
    return _page(form), 422


def _page(form: OperatorForm) -> str:
    rows = limits_set(session())
    return show(
        "limits/list",
        form=form,
        relays=relays_here(rows),
        operators=operators_here(rows),
        unions=unions_here(rows),
        climbs=climbs_here(ramps(session())),
    )
