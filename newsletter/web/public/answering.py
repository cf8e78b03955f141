"""Answering an invitation. The mail's Yes, Maybe and No lead to one page that asks for one click more."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from newsletter.events.models import Answer, Event, Rsvp
from newsletter.events.services.answering import answer
from newsletter.tokens import BadToken, Purpose
from newsletter.web.context import now, session, work
from newsletter.web.guards import public
from newsletter.web.public.blueprint import blueprint
from newsletter.web.public.calendars import calendar_file
from newsletter.web.public.event_words import in_words
from newsletter.web.public.people import Bearer, bearer, page, read, sent


@blueprint.route("/rsvp/<token>", methods=["GET", "POST"])
@public
def rsvp(token: str) -> ResponseReturnValue:
    """GET asks, with the mail's answer first; POST keeps the answer."""
    event, who = _invited(token)
    said = _said(request.form.get("answer") if sent() else request.args.get("answer"))
    if sent() and said is not None:
        _keep(event, who, said)
        return page("answered", who.union, event=in_words(event), said=said, token=token)
    before = session().get(Rsvp, (event.id, who.person.id))
    return page(
        "rsvp",
        who.union,
        event=in_words(event),
        person=who.person,
        said=said or (before.answer if before else Answer.YES),
        before=before,
        over=now() > event.ends_at,
    ), (400 if sent() else 200)


@blueprint.get("/rsvp/<token>/event.ics")
@public
def invited_calendar(token: str) -> Response:
    """The event for the calendar of somebody who is invited."""
    event, _who = _invited(token)
    return calendar_file(event)


def _invited(token: str) -> tuple[Event, Bearer]:
    event_id, subscriber_id, union_id = read(Purpose.RSVP, token, 3)
    event = session().get(Event, event_id)
    if event is None:
        raise BadToken
    return event, bearer(subscriber_id, union_id)


def _keep(event: Event, who: Bearer, said: Answer) -> None:
    with work() as going:
        answer(
            going.session,
            event=event,
            subscriber_id=who.person.id,
            union_id=who.union.id,
            said=said,
            now=now(),
        )


def _said(said: str | None) -> Answer | None:
    return Answer(said) if said and said in {*Answer} else None
