"""A person's answer to an invitation."""

from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.errors import NewsletterError
from newsletter.events.models import Answer, Event, Rsvp


class EventOver(NewsletterError):
    """The event has ended; there is nothing left to answer."""


def answer(session: Session, *, event: Event, subscriber_id: int, union_id: int, said: Answer, now: datetime) -> Rsvp:
    """Keep the person's last word; they may change it until the event ends. Raises EventOver."""
    if now > event.ends_at:
        raise EventOver
    rsvp = session.get(Rsvp, (event.id, subscriber_id)) or Rsvp(event_id=event.id, subscriber_id=subscriber_id)
    rsvp.union_id, rsvp.answer, rsvp.answered_at = union_id, said, now
    session.add(rsvp)
    session.flush()
    return rsvp
