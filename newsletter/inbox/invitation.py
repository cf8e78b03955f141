"""What a calendar part says, for somebody who has no calendar at hand."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from icalendar import Calendar
from icalendar.cal import Component


@dataclass(frozen=True, slots=True)
class Invitation:
    text: str
    method: str = ""
    summary: str = ""
    starts: date | None = None
    """A date for a whole day, a datetime otherwise."""

    ends: date | None = None
    place: str = ""
    organizer: str = ""
    attendees: tuple[str, ...] = ()
    uid: str = ""
    sequence: str = ""

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Total: of what is no calendar object only the text is told."""
        text = content.decode("utf-8", "replace")
        try:
            calendar = Calendar.from_ical(text)
            (event, *_) = calendar.walk("VEVENT")
            return cls._of(text, calendar, event)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            return cls(text)

    @classmethod
    def _of(cls, text: str, calendar: Component, event: Component) -> Self:
        attendees = event.get("attendee", [])
        return cls(
            text=text,
            method=str(calendar.get("method", "")),
            summary=str(event.get("summary", "")),
            starts=event.decoded("dtstart", None),
            ends=event.decoded("dtend", None),
            place=str(event.get("location", "")),
            organizer=_address(event.get("organizer", "")),
            attendees=tuple(map(_address, attendees if isinstance(attendees, list) else [attendees])),
            uid=str(event.get("uid", "")),
            sequence=str(event.get("sequence", "")),
        )


def _address(value: object) -> str:
    return str(value).removeprefix("mailto:").removeprefix("MAILTO:")
