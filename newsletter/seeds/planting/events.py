"""Sample events, so many days ahead."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from newsletter.events.models import Event
from newsletter.seeds.forms import EventsFile, SampleEvent
from newsletter.seeds.planting.ground import Ground


def plant_events(session: Session, form: EventsFile, *, ground: Ground, now: datetime) -> dict[str, Event]:
    """Add the events. Returns them by key."""
    events = {one.key: _event(one, ground, now) for one in form.events}
    session.add_all(events.values())
    session.flush()
    return events


def _event(form: SampleEvent, ground: Ground, now: datetime) -> Event:
    zone = ZoneInfo(form.time_zone)
    day = now.astimezone(zone).date() + timedelta(days=form.days_ahead)
    starts_at = datetime.combine(day, form.starts, zone)
    return Event(
        union_id=ground.unions[form.union],
        title=form.title,
        description=form.description,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=form.minutes),
        time_zone=form.time_zone,
        other_zones=list(form.other_zones),
        place=None,
        online_url=form.online_url,
        speakers=[{"name": "", "union": one.union, "part": one.part} for one in form.speakers],
        interpretation=list(form.interpretation),
        is_public=True,
    )
