"""Nobody is invited to what has begun meanwhile, and news of two days ago is no news."""

from datetime import datetime

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from newsletter.campaigns.models import Campaign
from newsletter.delivery.fates import Happening, MessageState, after
from newsletter.delivery.models import Batch, Message
from newsletter.delivery.retrying import LIFE
from newsletter.delivery.services.attempts import TOO_LATE, keep_of_all
from newsletter.events.models import Event


def expire(session: Session, *, campaign_id: int, number: int, now: datetime) -> None:
    """Give up what a batch has queued of an invitation to an event that began after the campaign did.

    What was put off is queued again when its time has come, so it, too, comes by here. And so do those whom nobody
    tried, because their operator took less for as long as a mail may be tried.
    """
    begun = (Event.starts_at <= now) & (Campaign.started_at < Event.starts_at)
    kept_waiting = Batch.aside_since <= now - LIFE
    too_late = (
        select(Batch.number)
        .join(Campaign, Campaign.id == Batch.campaign_id)
        .outerjoin(Event, Event.id == Campaign.event_id)
        .where(Batch.campaign_id == campaign_id, Batch.number == number, begun | kept_waiting)
    )
    if session.scalar(too_late) is None:
        return
    rest = (
        (Message.campaign_id == campaign_id)
        & (Message.batch_number == number)
        & (Message.state == MessageState.QUEUED)
    )
    keep_of_all(session, TOO_LATE, rest, now=now)
    session.execute(
        update(Message)
        .where(rest)
        .values(
            state=case(
                (Message.doubts > 0, after(MessageState.QUEUED, Happening.DOUBT)),
                else_=after(MessageState.QUEUED, Happening.REFUSED),
            ),
            reply=TOO_LATE.text,
        )
        .execution_options(synchronize_session=False)
    )
