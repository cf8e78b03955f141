"""Reading the log."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.activity.models import Activity


def latest(session: Session, *, union_ids: Collection[int], limit: int = 50) -> Sequence[Activity]:
    """What happened last in these unions, newest first."""
    return session.scalars(
        select(Activity).where(Activity.union_id.in_(union_ids)).order_by(Activity.id.desc()).limit(limit)
    ).all()
