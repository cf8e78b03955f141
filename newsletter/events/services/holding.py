"""Writing an event. Calendars follow a change of time or place, because its sequence counts up."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.db import Translated
from newsletter.events.models import Event


@dataclass(frozen=True)
class EventFacts:
    """Everything that is said of an event."""

    title: Translated
    description: Translated
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    other_zones: list[str]
    place: str | None
    online_url: str | None
    speakers: list[dict[str, Any]]
    interpretation: list[str]
    is_public: bool


_MOVES = ("starts_at", "ends_at", "time_zone", "place", "online_url")
"""What calendars must be told about (RFC 5546 § 2.1.4)."""


def announce(session: Session, *, union_id: int, facts: EventFacts, account_id: int, now: datetime) -> Event:
    """Add an event to what a union holds."""
    event = Event(union_id=union_id, sequence=0, **_columns(facts))
    session.add(event)
    session.flush()
    _log(session, "event.announced", event, account_id, now)
    return event


def differs(event: Event, facts: EventFacts) -> bool:
    """Whether these facts say anything else of an event than what is said now."""
    return any(getattr(event, name) != value for name, value in _columns(facts).items())


def change(session: Session, *, event: Event, facts: EventFacts, account_id: int, now: datetime) -> bool:
    """Write an event again; whether it moved, so that who is invited should hear of it."""
    columns = _columns(facts)
    moved = any(getattr(event, name) != columns[name] for name in _MOVES)
    for name, value in columns.items():
        setattr(event, name, value)
    if moved:
        event.sequence += 1
    session.flush()
    _log(session, "event.moved" if moved else "event.edited", event, account_id, now)
    return moved


def _columns(facts: EventFacts) -> dict[str, Any]:
    return {field.name: getattr(facts, field.name) for field in fields(facts)}


def _log(session: Session, verb: str, event: Event, account_id: int, now: datetime) -> None:
    record(session, verb=verb, subject_id=event.id, union_id=event.union_id, account_id=account_id, now=now)
