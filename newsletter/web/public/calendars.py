"""Events as files for calendars."""

from flask import Response

from newsletter.errors import NotVisible
from newsletter.events.calendar import published
from newsletter.events.models import Event
from newsletter.web.context import now, session, settings
from newsletter.web.guards import public
from newsletter.web.languages import page_language
from newsletter.web.public.blueprint import blueprint

LARGEST_ID = 2**63 - 1
"""A number beyond it is no row of either database."""


@blueprint.get(f"/events/<int(max={LARGEST_ID}):event_id>.ics")
@public
def public_calendar(event_id: int) -> Response:
    """A public event; a closed one does not exist for who has no invitation."""
    event = session().get(Event, event_id)
    if event is None or not event.is_public:
        raise NotVisible
    return calendar_file(event)


def calendar_file(event: Event) -> Response:
    """The event as a file that calendars open."""
    text = published(event, domain=settings().mail_domain, language=page_language(), now=now())
    response = Response(text, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response.headers["Content-Disposition"] = f'attachment; filename="{event.uid}.ics"'
    return response
