"""The events a union holds or may invite to."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.events import queries
from newsletter.events.models import Answer, Rsvp
from newsletter.fence import beyond
from newsletter.subscribers.models import Membership
from newsletter.web.context import now, session
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show
from newsletter.web.public.event_words import in_words

PER_PAGE = 25
PEOPLE_PER_PAGE = 50


@blueprint.get("/<union>/events")
@allowed(Role.VIEWER)
def events() -> ResponseReturnValue:
    """The last to begin first, by key."""
    union_id, before = desk().union.id, request.args.get("before", type=int)
    last = queries.visible_event(session(), union_id=union_id, event_id=before) if before else None
    found = list(queries.page(session(), union_id=union_id, before=last, limit=PER_PAGE + 1))
    more, found = len(found) > PER_PAGE, found[:PER_PAGE]
    older = url_for(".events", before=found[-1].id) if more else None
    return show("events/list", events=[(one, in_words(one).when) for one in found], older=older, now=now())


@blueprint.get("/<union>/events/<int:event_id>")
@allowed(Role.VIEWER)
def event(event_id: int) -> ResponseReturnValue:
    """One event: what is said of it, and who answered. Names are shown to stewards, of their own union's people."""
    here = desk()
    found = queries.visible_event(session(), union_id=here.union.id, event_id=event_id)
    behind = request.args.get("behind", 0, type=int)
    guests = _guests(found.id, behind) if here.may(Role.STEWARD) else []
    more = len(guests) > PEOPLE_PER_PAGE
    guests = guests[:PEOPLE_PER_PAGE]
    with beyond(session()):
        said = queries.answers(session(), event_id=found.id, union_ids=_seen(found.union_id))
    return show(
        "events/event",
        event=found,
        words=in_words(found),
        is_own=found.union_id == here.union.id,
        said=said,
        answers=list(Answer),
        guests=guests,
        older=url_for(".event", event_id=found.id, behind=guests[-1][0].subscriber_id) if more else None,
        now=now(),
    )


def _guests(event_id: int, behind: int) -> list[tuple[Rsvp, Membership | None]]:
    union_id = desk().union.id
    return list(
        queries.guests(session(), event_id=event_id, union_id=union_id, behind=behind, limit=PEOPLE_PER_PAGE + 1)
    )


def _seen(holder_id: int) -> tuple[int, ...] | None:
    """Who holds an event for the whole alliance sees all its totals; everybody else their own union's."""
    here = desk()
    return None if here.is_alliance and holder_id == here.union.id else here.union_ids
