"""What a cancelled campaign has not sent is held for good."""

from datetime import datetime

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.delivery.fates import Happening, MessageState, after
from newsletter.delivery.models import Batch, BatchState, Message


def withhold_cancelled(session: Session, *, now: datetime) -> None:
    """Give every message of cancelled campaigns its fate; a batch in the hands of a living worker is left to it."""
    open_batch = exists().where(
        Batch.campaign_id == Campaign.id, Batch.state.in_([BatchState.QUEUED, BatchState.SENDING])
    )
    put_off = exists().where(Message.campaign_id == Campaign.id, Message.retry_at.is_not(None))
    for campaign_id in session.scalars(
        select(Campaign.id).where(Campaign.state == State.CANCELLED, or_(open_batch, put_off))
    ).all():
        _settle_abandoned(session, campaign_id, now)
        for state in (MessageState.QUEUED, MessageState.DEFERRED):
            _withhold(session, campaign_id, state)
        session.execute(
            update(Batch)
            .where(Batch.campaign_id == campaign_id, Batch.state == BatchState.QUEUED)
            .values(state=BatchState.DONE, due_at=None, problem=None)
            .execution_options(synchronize_session=False)
        )


def _settle_abandoned(session: Session, campaign_id: int, now: datetime) -> None:
    """What a worker had in hand when it died: nobody will take it over and find out."""
    abandoned = session.scalars(
        update(Batch)
        .where(Batch.campaign_id == campaign_id, Batch.state == BatchState.SENDING, Batch.due_at <= now)
        .values(state=BatchState.DONE, due_at=None, claims=Batch.claims + 1)
        .returning(Batch.number)
        .execution_options(synchronize_session=False)
    ).all()
    session.execute(
        update(Message)
        .where(
            Message.campaign_id == campaign_id,
            Message.batch_number.in_(abandoned),
            Message.state == MessageState.SENDING,
        )
        .values(state=after(MessageState.SENDING, Happening.DOUBT))
        .execution_options(synchronize_session=False)
    )


def _withhold(session: Session, campaign_id: int, state: MessageState) -> None:
    session.execute(
        update(Message)
        .where(Message.campaign_id == campaign_id, Message.state == state)
        .values(state=after(state, Happening.WITHHOLD), reason=Reason.CANCELLED, retry_at=None)
        .execution_options(synchronize_session=False)
    )
