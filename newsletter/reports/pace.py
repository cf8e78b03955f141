"""How fast a campaign goes out, and how long it will still take, as honestly as the last seconds tell."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsletter.delivery.models import Message

WINDOW = timedelta(seconds=20)
"""Outcomes are recorded a second at a time, so a shorter look back would jump."""


@dataclass(frozen=True)
class Pace:
    """What the relay took lately."""

    per_second: float

    def time_left(self, under_way: int) -> timedelta | None:
        """How long for so many more; None when nothing moves, because then nobody can say."""
        return timedelta(seconds=under_way / self.per_second) if self.per_second else None


def pace(
    session: Session, *, campaign_id: int, union_ids: Collection[int] | None, started_at: datetime, now: datetime
) -> Pace:
    """The pace of the last seconds, or since the start if that is later."""
    since = max(started_at, now - WINDOW)
    sent = (
        select(func.count()).select_from(Message).where(Message.campaign_id == campaign_id, Message.sent_at > since)
    )
    if union_ids is not None:
        sent = sent.where(Message.via_union_id.in_(union_ids))
    seconds = max((now - since).total_seconds(), 1.0)
    return Pace(session.scalars(sent).one() / seconds)
