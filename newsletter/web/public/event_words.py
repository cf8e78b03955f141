"""An event in the reader's language: what, when, where, who speaks."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel import dates

from newsletter.db import translated
from newsletter.events.models import Event
from newsletter.web.languages import own_name, page_language


@dataclass(frozen=True)
class Speaker:
    """Somebody who speaks, from where, and on what."""

    name: str
    union: str
    part: str


@dataclass(frozen=True)
class EventWords:
    """What the page says about an event."""

    title: str
    description: str
    times: tuple[str, ...]
    """In the organisers' time zone first, then where else people join from."""

    place: str
    online_url: str
    speakers: tuple[Speaker, ...]
    interpretation: tuple[str, ...]


def in_words(event: Event) -> EventWords:
    """The event for the language of this page."""
    language = page_language()
    zones = dict.fromkeys((event.time_zone, *event.other_zones))
    return EventWords(
        title=translated(event.title, language),
        description=translated(event.description, language),
        times=tuple(_time(event, ZoneInfo(zone), language) for zone in zones),
        place=event.place or "",
        online_url=event.online_url or "",
        speakers=tuple(
            Speaker(one.get("name", ""), one["union"], translated(one["part"], language)) for one in event.speakers
        ),
        interpretation=tuple(map(own_name, event.interpretation)),
    )


def _time(event: Event, zone: ZoneInfo, language: str) -> str:
    start, end = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    day = dates.format_date(start, "full", locale=language)
    hours = " – ".join(dates.format_time(one, "short", tzinfo=zone, locale=language) for one in (start, end))
    return f"{day}, {hours} ({dates.get_timezone_name(start, locale=language)})"
