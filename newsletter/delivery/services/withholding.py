"""What a cancelled campaign has not sent is held for good."""

from sqlalchemy import case, exists, null, or_, select, update
from sqlalchemy.orm import Session

from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.delivery.fates import UNDER_WAY, Happening, MessageState, after
from newsletter.delivery.models import Batch, BatchState, Message


def withhold_cancelled(session: Session) -> None:
    """Give every message of cancelled campaigns its fate; a batch that a worker still has is left to it."""
    open_batch = exists().where(
        Batch.campaign_id == Campaign.id, Batch.state.in_([BatchState.QUEUED, BatchState.SENDING])
    )
    put_off = exists().where(Message.campaign_id == Campaign.id, Message.retry_at.is_not(None))
    for campaign_id in session.scalars(
        select(Campaign.id).where(Campaign.state == State.CANCELLED, or_(open_batch, put_off))
    ).all():
        session.execute(
            update(Batch)
            .where(Batch.campaign_id == campaign_id, Batch.state == BatchState.QUEUED)
            .values(state=BatchState.DONE, due_at=None, problem=None)
            .execution_options(synchronize_session=False)
        )
        for state in UNDER_WAY:  # behind the batches: one that is given back meanwhile is open for the next sweep
            _withhold(session, campaign_id, state)


def _withhold(session: Session, campaign_id: int, state: MessageState) -> None:
    """Who may have got it at an earlier try is not said to have been spared it."""
    being_sent = select(Batch.number).where(Batch.campaign_id == campaign_id, Batch.state == BatchState.SENDING)
    may_have_it = Message.doubts > 0
    session.execute(
        update(Message)
        .where(Message.campaign_id == campaign_id, Message.state == state, Message.batch_number.not_in(being_sent))
        .values(
            state=case((may_have_it, after(state, Happening.DOUBT)), else_=after(state, Happening.WITHHOLD)),
            reason=case((may_have_it, null()), else_=Reason.CANCELLED),
            retry_at=None,
        )
        .execution_options(synchronize_session=False)
    )
