"""One person, as far as they are known to this union: subscriptions, evidence, what they were sent and said."""

from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.events.models import Event
from newsletter.unions.models import UnionKind
from newsletter.web.context import session
from newsletter.web.languages import in_language
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import Desk, allowed, desk
from newsletter.web.manage.frame import show
from newsletter.web.manage.people.known import known
from newsletter.web.manage.people.own_form import shown
from newsletter.web.manage.people.timeline import timeline
from newsletter.web.manage.people.words import NOTICE_STATES, NOTICES, reach, why


@blueprint.get("/<union>/people/<int:subscriber_id>")
@allowed(Role.STEWARD)
def person(subscriber_id: int) -> ResponseReturnValue:
    """The page; somebody who is no member of this union does not exist."""
    here = desk()
    found = known(session(), union=here.union, subscriber_id=subscriber_id)
    return show(
        "people/person",
        known=found,
        own=tuple((in_language(one.field.label), shown(one.field, one.value)) for one in found.own),
        barred=[(reach(one, here.union, found.lists), why(one.reason), one.at) for one in found.barred],
        wordings=sorted({one.wording for one in found.consents if one.wording}, key=lambda one: -one.version),
        notice_kinds=NOTICES,
        notice_states=NOTICE_STATES,
        open_events={one.event_id for one in found.rsvps if _is_open(here, one.event)},
        moments=timeline(found),
    )


def _is_open(here: Desk, event: Event) -> bool:
    """Whether this desk has a page of it."""
    return event.union_id == here.union.id or (event.is_public and event.union.kind is UnionKind.ALLIANCE)
