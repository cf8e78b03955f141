"""An event as calendars read it (RFC 5545, RFC 5546, RFC 6047).

An invitation is written once for everybody: who is invited stands in it as a mark, one person in each copy.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as CalendarEvent

from newsletter.db import translated
from newsletter.events.models import Event
from newsletter.events.time_zones import time_zone
from newsletter.mail.calendar import Method
from newsletter.mail.letter import RECIPIENT
from newsletter.mail.marks import mark, without_marks

PRODUCT = "-//Newsletter//EN"


@dataclass(frozen=True)
class Organizer:
    """Who invites, and where answers from calendars go."""

    name: str
    address: str


def published(event: Event, *, domain: str, language: str, now: datetime) -> str:
    """The event for anybody's calendar."""
    return str(_calendar(event, Method.PUBLISH, domain, language, now).to_ical(), "utf-8")


def invitation(event: Event, *, organizer: Organizer, domain: str, language: str, now: datetime) -> str:
    """A REQUEST to whoever the copy goes to."""
    calendar = _calendar(event, Method.REQUEST, domain, language, now)
    entry = calendar.events[0]
    host = vCalAddress(f"mailto:{organizer.address}")
    host.params["CN"] = vText(organizer.name)
    entry["ORGANIZER"] = host
    guest = vCalAddress("mailto:" + mark(RECIPIENT))
    guest.params.update(
        {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
    )
    entry["ATTENDEE"] = guest
    return str(calendar.to_ical(), "utf-8")


def _calendar(event: Event, method: Method, domain: str, language: str, now: datetime) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", str(method))
    calendar.add_component(time_zone(event.time_zone, event.starts_at))
    calendar.add_component(_entry(event, domain, language, now))
    return calendar


def _entry(event: Event, domain: str, language: str, now: datetime) -> CalendarEvent:
    zone = ZoneInfo(event.time_zone)
    entry = CalendarEvent()
    entry.add("UID", f"{event.uid}@{domain}")
    entry.add("SEQUENCE", event.sequence)
    entry.add("DTSTAMP", now)
    entry.add("DTSTART", event.starts_at.astimezone(zone))
    entry.add("DTEND", event.ends_at.astimezone(zone))
    entry.add("SUMMARY", without_marks(translated(event.title, language)))
    entry.add("DESCRIPTION", without_marks(translated(event.description, language)))
    where = event.place or event.online_url
    if where:
        entry.add("LOCATION", without_marks(where))
    if event.online_url:
        entry.add("URL", without_marks(event.online_url))
    entry.add("STATUS", "CONFIRMED")
    entry.add("TRANSP", "OPAQUE")
    return entry
