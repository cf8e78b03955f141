"""All campaigns of a union, and the joint ones it was asked about, newest first."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.campaigns import queries
from newsletter.web.context import session
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show

PER_PAGE = 25


@blueprint.get("/<union>/campaigns")
@allowed(Role.VIEWER)
def campaigns() -> ResponseReturnValue:
    """One page of them, by key."""
    before, after = request.args.get("before", type=int), request.args.get("after", type=int)
    found = list(queries.page(session(), union_ids=desk().union_ids, before=before, after=after, limit=PER_PAGE + 1))
    more = len(found) > PER_PAGE
    found = found[-PER_PAGE:] if after is not None else found[:PER_PAGE]
    is_older, is_newer = (more or after is not None), (before is not None or (after is not None and more))
    return show(
        "campaigns/list",
        campaigns=found,
        older=url_for(".campaigns", before=found[-1].id) if found and is_older else None,
        newer=url_for(".campaigns", after=found[0].id) if found and is_newer else None,
    )
