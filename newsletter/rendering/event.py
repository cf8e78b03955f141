"""An event as a mail tells of it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Speaker:
    name: str
    union: str = ""
    role: str = ""


@dataclass(frozen=True)
class EventCard:
    title: str
    starts_at: datetime
    ends_at: datetime | None
    """Both aware of their time zone."""
    time_zone: str
    """The event's own, as IANA names it ("America/Toronto")."""
    place: str = ""
    online_url: str = ""
    speakers: tuple[Speaker, ...] = ()
    interpretation: tuple[str, ...] = ()
    """Codes of the languages one can listen in."""
    description: str = ""
    other_zones: tuple[str, ...] = ()
    """Where else in the alliance people will join from."""
    calendar_url: str = ""
    """The event as a file for calendars."""
