"""When something was: between two days, or as long ago as the day it is asked on makes it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from newsletter.audiences.bad_rule import BadRule

MOST_DAYS = 36_500
"""A hundred years."""


@dataclass(frozen=True)
class Today:
    """The day on which a rule is asked, where its union is."""

    day: date
    zone: str = "UTC"

    @classmethod
    def at(cls, now: datetime, zone: str) -> "Today":
        """What the calendar of a zone says at that moment."""
        return cls(now.astimezone(ZoneInfo(zone)).date(), zone)


@dataclass(frozen=True)
class Days:
    """From the first of these days to the last, both with them; without a bound where there is none."""

    first: date | None = None
    last: date | None = None
    zone: str = "UTC"
    """Whose midnight ends a day, for what happened at an hour."""

    @property
    def since(self) -> datetime | None:
        """The moment at which the first day begins."""
        return self._midnight(self.first) if self.first else None

    @property
    def until(self) -> datetime | None:
        """The moment at which the last day is over."""
        return self._midnight(self.last + timedelta(1)) if self.last and self.last < date.max else None

    def _midnight(self, day: date) -> datetime:
        if day.year in {date.min.year, date.max.year}:  # beyond what can be told in UTC
            return datetime.combine(day, time(), UTC)
        return datetime.combine(day, time(), ZoneInfo(self.zone)).astimezone(UTC)


@dataclass(frozen=True)
class InLastDays:
    """Not more than so many days ago."""

    days: int


@dataclass(frozen=True)
class LongerAgo:
    """More than so many days ago."""

    days: int


When = Days | InLastDays | LongerAgo


def on(today: Today, when: When) -> Days:
    """The days that are meant on this day."""
    match when:
        case Days(first, last):
            return Days(first, last, today.zone)
        case InLastDays(days):
            return Days(today.day - timedelta(days), today.day, today.zone)
        case LongerAgo(days):
            return Days(None, today.day - timedelta(days + 1), today.zone)


def when_to_json(when: When) -> dict[str, Any]:
    """As it stands in a rule. A zone is not kept: it is the union's."""
    match when:
        case InLastDays(days):
            return {"last_days": days}
        case LongerAgo(days):
            return {"before_days": days}
        case Days(first, last):
            ends = {"from": first, "to": last}
            return {word: day.isoformat() for word, day in ends.items() if day}


def when_from_json(written: object, path: str) -> When:
    """Read it. Raises BadRule."""
    words = set(written) if isinstance(written, dict) else set()
    match written:
        case {"last_days": days} if len(words) == 1:
            return InLastDays(_number_of_days(days, path))
        case {"before_days": days} if len(words) == 1:
            return LongerAgo(_number_of_days(days, path))
        case {**ends} if ends and words <= {"from", "to"}:
            return Days(_day(ends.get("from"), path), _day(ends.get("to"), path))
    raise BadRule(path, "not a time: say from and to, last_days or before_days")


def _number_of_days(written: object, path: str) -> int:
    if type(written) is not int or not 0 <= written <= MOST_DAYS:
        raise BadRule(path, f"not a number of days up to {MOST_DAYS}")
    return written


def _day(written: object, path: str) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        raise BadRule(path, "not a day such as 2026-05-01") from None
