"""The lists a union may write to."""

from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.subscribers import queries
from newsletter.web.context import session
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show


@blueprint.get("/<union>/people/lists")
@allowed(Role.STEWARD)
def lists() -> ResponseReturnValue:
    """Its own and the alliance's topics, with how many of its people are on each; the alliance sees totals, too."""
    here = desk()
    found = queries.usable_lists(session(), here.union)
    own = [one for one in found if one.union_id == here.union.id]
    return show(
        "people/lists",
        lists=found,
        own=len(own),
        members=queries.confirmed_members(session(), union_id=here.union.id, list_ids=[one.id for one in found]),
        everybody=_totals([one.id for one in own]) if here.is_alliance else {},
    )


def _totals(list_ids: list[int]) -> dict[int, int]:
    return dict.fromkeys(list_ids, 0) | queries.confirmed_people(session(), list_ids=list_ids)
