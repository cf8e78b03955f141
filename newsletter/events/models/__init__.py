"""Rows of the events slice."""

from newsletter.events.models.event import Event
from newsletter.events.models.rsvp import Answer, Rsvp

__all__ = ["Answer", "Event", "Rsvp"]
