"""The lists a union may write to, and one of them: how it stands and how it grew."""

from datetime import timedelta

from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.errors import NotVisible
from newsletter.subscribers import mergers, queries, sizes
from newsletter.subscribers.models import EVERYBODY, MailingList
from newsletter.web.context import now, session
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show
from newsletter.web.manage.lists.curve import Curve

SHOWN = timedelta(days=90)


@blueprint.get("/<union>/people/lists")
@allowed(Role.STEWARD)
def lists() -> ResponseReturnValue:
    """Its own and those it may write to, with how many of its people are on each; the alliance sees totals, too."""
    here = desk()
    found = queries.visible_lists(session(), here.union)
    own = [one for one in found if one.union_id == here.union.id]
    ids = [one.id for one in found]
    return show(
        "lists/list",
        lists=[one for one in found if one.is_open],
        archived=[one for one in own if not one.is_open],
        own=len([one for one in own if one.is_open]),
        members=sizes.latest(session(), list_ids=ids, union_id=here.union.id),
        everybody=sizes.latest(session(), list_ids=[one.id for one in own]),
    )


@blueprint.get("/<union>/people/lists/<int:list_id>")
@allowed(Role.STEWARD)
def one_list(list_id: int) -> ResponseReturnValue:
    """One of them. Its owner sees everybody on it, who may write to it their own people."""
    here, found = desk(), visible(list_id)
    is_own = found.union_id == here.union.id
    whose = EVERYBODY if is_own else here.union.id
    size = sizes.latest(session(), list_ids=[found.id], union_id=whose).get(found.id)
    days = sizes.history(session(), list_id=found.id, union_id=whose, since=now().date() - SHOWN)
    return show(
        "lists/one",
        topic=found,
        is_own=is_own,
        size=size,
        days=days,
        curve=Curve.through([count for _, count in days]),
        merge=mergers.of_list(session(), found.id),
        sources=mergers.sources(session(), found.id),
    )


def visible(list_id: int) -> MailingList:
    """A list this desk may look at. Raises NotVisible."""
    found = next((one for one in queries.visible_lists(session(), desk().union) if one.id == list_id), None)
    if found is None:
        raise NotVisible
    return found
