"""What happens every second: whatever waits too long is named again.

Every step is a conditional update, so several hosts may sweep at once. A job named twice does no harm, because
taking up a batch is conditional, too.
"""

from datetime import datetime

from sqlalchemy import and_, exists, func, select, update
from sqlalchemy.orm import Session

from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.delivery.fates import Happening, MessageState, after
from newsletter.delivery.models import Batch, BatchState, Message
from newsletter.delivery.services.claiming import LEASE
from newsletter.delivery.services.closing import finish_if_through
from newsletter.delivery.services.freezing import PATIENCE
from newsletter.queueing import JobName, Outbox
from newsletter.subscribers.models import Notice

AT_ONCE = 1000
"""Rows one sweep takes in hand of each kind."""

_OPEN = (BatchState.QUEUED, BatchState.SENDING)


def sweep(session: Session, outbox: Outbox, *, batch_size: int, now: datetime) -> None:
    """Start what is due, take up what got lost, try again what was put off, end what is through."""
    _start_due(session, outbox, now)
    _retry_due(session, outbox, batch_size, now)
    _name_lost_batches(session, outbox, now)
    _name_lost_notices(session, outbox, now)
    _withhold_cancelled(session)
    for campaign_id in session.scalars(select(Campaign.id).filter_by(state=State.SENDING)).all():
        finish_if_through(session, campaign_id=campaign_id, now=now)


def _start_due(session: Session, outbox: Outbox, now: datetime) -> None:
    for campaign_id in session.scalars(
        select(Campaign.id).where(Campaign.state == State.WAITING, Campaign.starts_at <= now)
    ):
        outbox.name(JobName.START_CAMPAIGN, campaign_id=campaign_id)


def _name_lost_batches(session: Session, outbox: Outbox, now: datetime) -> None:
    """A queued batch whose job never came, or a sending one whose worker stopped renewing."""
    lost = (
        select(Batch.campaign_id, Batch.number)
        .join(Campaign, and_(Campaign.id == Batch.campaign_id, Campaign.state == State.SENDING))
        .where(Batch.state.in_(_OPEN), Batch.due_at <= now)
        .order_by(Batch.due_at)
        .limit(AT_ONCE)
    )
    for campaign_id, number in session.execute(lost).all():
        still = (Batch.campaign_id == campaign_id, Batch.number == number, Batch.due_at <= now)
        session.execute(update(Batch).where(*still, Batch.state == BatchState.QUEUED).values(due_at=now + PATIENCE))
        outbox.name(JobName.SEND_BATCH, campaign_id=campaign_id, number=number)


def _name_lost_notices(session: Session, outbox: Outbox, now: datetime) -> None:
    """Index: ix_notice_waiting."""
    for notice_id in session.scalars(select(Notice.id).where(Notice.due_at <= now).limit(AT_ONCE)).all():
        session.execute(update(Notice).where(Notice.id == notice_id).values(due_at=now + LEASE))
        outbox.name(JobName.SEND_NOTICE, notice_id=notice_id)


def _retry_due(session: Session, outbox: Outbox, batch_size: int, now: datetime) -> None:
    """Put deferred messages into new batches by union and language. Index: ix_message_retry_at."""
    shares = session.execute(
        select(Message.campaign_id, Message.via_union_id, Message.language)
        .join(Campaign, and_(Campaign.id == Message.campaign_id, Campaign.state == State.SENDING))
        .where(Message.retry_at <= now, Message.state == MessageState.DEFERRED)
        .distinct()
    ).all()
    for campaign_id, union_id, language in shares:
        due = session.scalars(
            select(Message.subscriber_id)
            .where(
                Message.campaign_id == campaign_id,
                Message.via_union_id == union_id,
                Message.language == language,
                Message.retry_at <= now,
                Message.state == MessageState.DEFERRED,
            )
            .limit(batch_size)
        ).all()
        number = 1 + (session.scalar(select(func.max(Batch.number)).filter_by(campaign_id=campaign_id)) or 0)
        session.add(
            Batch(
                campaign_id=campaign_id,
                number=number,
                via_union_id=union_id,
                language=language,
                state=BatchState.QUEUED,
                due_at=now + PATIENCE,
                claims=0,
            )
        )
        session.execute(
            update(Message)
            .where(Message.campaign_id == campaign_id, Message.subscriber_id.in_(due))
            .values(state=after(MessageState.DEFERRED, Happening.RELEASE), batch_number=number, retry_at=None)
            .execution_options(synchronize_session=False)
        )
        outbox.name(JobName.SEND_BATCH, campaign_id=campaign_id, number=number)


def _withhold_cancelled(session: Session) -> None:
    """What a cancelled campaign has not sent is held for good."""
    open_batch = exists().where(Batch.campaign_id == Campaign.id, Batch.state.in_(_OPEN))
    put_off = exists().where(Message.campaign_id == Campaign.id, Message.retry_at.is_not(None))
    for campaign_id in session.scalars(
        select(Campaign.id).where(Campaign.state == State.CANCELLED, open_batch | put_off)
    ).all():
        for state in (MessageState.QUEUED, MessageState.DEFERRED):
            session.execute(
                update(Message)
                .where(Message.campaign_id == campaign_id, Message.state == state)
                .values(state=after(state, Happening.WITHHOLD), reason=Reason.CANCELLED, retry_at=None)
                .execution_options(synchronize_session=False)
            )
        session.execute(
            update(Batch)
            .where(Batch.campaign_id == campaign_id, Batch.state == BatchState.QUEUED)
            .values(state=BatchState.DONE, due_at=None)
        )
