"""When an event is, in words: the day and the hours where it takes place, then the hour elsewhere."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location, get_timezone_name

from newsletter.rendering.event import EventCard
from newsletter.rendering.language import locale_of


@dataclass(frozen=True)
class Elsewhere:
    place: str
    hour: str
    """With the weekday before it where it is another day there."""


@dataclass(frozen=True)
class When:
    day: str
    hours: str
    zone: str
    """Its name and its distance from UTC, as no reader knows every abbreviation."""
    elsewhere: tuple[Elsewhere, ...] = ()


def when(event: EventCard, language: str) -> When:
    """The event's time for readers of a language."""
    locale, zone = locale_of(language), _zone(event.time_zone)
    start = event.starts_at.astimezone(zone)
    return When(
        day=format_date(start, "full", locale),
        hours=_hours(start, event.ends_at.astimezone(zone) if event.ends_at else None, locale),
        zone=f"{get_timezone_name(start, width='long', locale=locale)} ({_distance(start)})",
        elsewhere=tuple(
            _elsewhere(start, name, locale) for name in dict.fromkeys(event.other_zones) if name != event.time_zone
        ),
    )


def _hours(start: datetime, end: datetime | None, locale: Locale) -> str:
    first = _hour(start, locale)
    if end is None or end <= start:
        return first
    if end.date() == start.date():
        return f"{first} – {_hour(end, locale)}"
    return f"{first} – {format_skeleton('MMMEd', end, locale=locale)}, {_hour(end, locale)}"


def _elsewhere(start: datetime, zone_name: str, locale: Locale) -> Elsewhere:
    zone = _zone(zone_name)
    there = start.astimezone(zone)
    hour = _hour(there, locale)
    if there.date() != start.date():
        hour = f"{format_date(there, 'EEE', locale)} {hour}"
    return Elsewhere(place=_city(zone, locale), hour=hour)


def _hour(moment: datetime, locale: Locale) -> str:
    return format_time(moment, "short", tzinfo=moment.tzinfo, locale=locale)


def _city(zone: tzinfo, locale: Locale) -> str:
    return get_timezone_location(zone, locale=locale, return_city=True)


def _distance(moment: datetime) -> str:
    minutes = (moment.utcoffset() or timedelta()) // timedelta(minutes=1)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


def _zone(name: str) -> tzinfo:
    """UTC where the name is unknown: its hour is still right."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
