"""A person's answer to an invitation."""

from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.db import insert
from newsletter.errors import NewsletterError
from newsletter.events.models import Answer, Event, Rsvp


class EventOver(NewsletterError):
    """The event has ended; there is nothing left to answer."""


def answer(session: Session, *, event: Event, subscriber_id: int, union_id: int, said: Answer, now: datetime) -> Rsvp:
    """Keep the person's last word; they may change it until the event ends. Raises EventOver."""
    if now > event.ends_at:
        raise EventOver
    key = {"event_id": event.id, "subscriber_id": subscriber_id}
    word = {"union_id": union_id, "answer": said, "answered_at": now}
    session.execute(
        insert(session, Rsvp)
        .values(**key, **word)
        .on_conflict_do_update(index_elements=list(key), set_=word)  # of two clicks at once, one is the later
    )
    return session.get_one(Rsvp, (event.id, subscriber_id), populate_existing=True)
