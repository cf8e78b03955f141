"""Setting limits, and reading them for sending."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.delivery.models import Limit
from newsletter.delivery.pacing.limits import LimitOn, Limits, Rates


def limits(session: Session) -> Limits:
    """All that were set."""
    rows = session.execute(select(Limit.subject, Limit.name, Limit.per_second, Limit.per_hour, Limit.per_day))
    return Limits({(subject, name): Rates(*rates) for subject, name, *rates in rows})


def set_limit(session: Session, *, on: LimitOn, name: str, rates: Rates, because: str = "") -> Limit:
    """Set how much may go, in place of what was set before. It is heeded everywhere in some seconds."""
    row = session.scalar(select(Limit).filter_by(subject=on, name=name)) or Limit(subject=on, name=name)
    row.per_second, row.per_hour, row.per_day = rates.per_second, rates.per_hour, rates.per_day
    row.because = because
    session.add(row)
    session.flush()
    return row
