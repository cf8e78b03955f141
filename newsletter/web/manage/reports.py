"""Reports: what went out, the last first, each with its figures."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.campaigns import queries
from newsletter.web.context import session
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.figures import outcome_of
from newsletter.web.manage.frame import show

PER_PAGE = 10
"""Few, because each row is counted, once a minute."""


@blueprint.get("/<union>/reports")
@allowed(Role.VIEWER)
def reports() -> ResponseReturnValue:
    """One page of them."""
    here = desk()
    found = list(
        queries.begun_page(
            session(), union_ids=here.union_ids, before=request.args.get("before", type=int), limit=PER_PAGE + 1
        )
    )
    shown = found[:PER_PAGE]
    return show(
        "reports",
        rows=[(one, outcome_of(one)) for one in shown],
        older=url_for(".reports", before=shown[-1].id) if len(found) > PER_PAGE else None,
    )
