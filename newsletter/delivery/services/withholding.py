"""What a cancelled campaign has not sent is held for good."""

from sqlalchemy import ColumnElement, and_, case, exists, null, or_, select, update
from sqlalchemy.orm import Session

from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.db import among
from newsletter.delivery.fates import Happening, MessageState, after
from newsletter.delivery.models import Batch, BatchState, Message

AT_ONCE = 50
"""Batches of a campaign in one transaction; all of a million people would keep the ledger busy for 12 s."""


def withhold_cancelled(session: Session) -> None:
    """Give messages of cancelled campaigns their fate, some at each sweep; what a worker has is left to it."""
    open_batch = exists().where(
        Batch.campaign_id == Campaign.id, Batch.state.in_([BatchState.QUEUED, BatchState.SENDING])
    )
    put_off = exists().where(Message.campaign_id == Campaign.id, Message.retry_at.is_not(None))
    for campaign_id in session.scalars(
        select(Campaign.id).where(Campaign.state == State.CANCELLED, or_(open_batch, put_off))
    ).all():
        some = (
            select(Batch.number)
            .where(Batch.campaign_id == campaign_id, Batch.state == BatchState.QUEUED)
            .order_by(Batch.number)
            .limit(AT_ONCE)
        )
        closed = session.scalars(
            update(Batch)
            .where(Batch.campaign_id == campaign_id, Batch.state == BatchState.QUEUED, Batch.number.in_(some))
            .values(state=BatchState.DONE, due_at=None, problem=None)
            .returning(Batch.number)
            .execution_options(synchronize_session=False)
        ).all()  # of these only: one that is given back from here on is open for the next sweep
        if closed:
            _withhold(session, campaign_id, MessageState.QUEUED, among(session, Message.batch_number, closed))
        _withhold(session, campaign_id, MessageState.DEFERRED, _put_off_by_nobody_at_work(campaign_id))


def _put_off_by_nobody_at_work(campaign_id: int) -> ColumnElement[bool]:
    """Index: ix_message_put_off."""
    being_sent = select(Batch.number).where(Batch.campaign_id == campaign_id, Batch.state == BatchState.SENDING)
    return and_(Message.retry_at.is_not(None), Message.batch_number.not_in(being_sent))


def _withhold(session: Session, campaign_id: int, state: MessageState, which: ColumnElement[bool]) -> None:
    """Who may have got it at an earlier try is not said to have been spared it."""
    may_have_it = Message.doubts > 0
    session.execute(
        update(Message)
        .where(Message.campaign_id == campaign_id, Message.state == state, which)
        .values(
            state=case((may_have_it, after(state, Happening.DOUBT)), else_=after(state, Happening.WITHHOLD)),
            reason=case((may_have_it, null()), else_=Reason.CANCELLED),
            retry_at=None,
        )
        .execution_options(synchronize_session=False)
    )
