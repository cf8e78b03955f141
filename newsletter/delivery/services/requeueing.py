"""Messages whose relay said `later`: when their time has come they go out in batches of their own."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.delivery.fates import Happening, MessageState, after
from newsletter.delivery.models import Batch, BatchState, Message
from newsletter.delivery.services.freezing import PATIENCE
from newsletter.queueing import JobName, Outbox


def retry_due(session: Session, outbox: Outbox, *, batch_size: int, now: datetime) -> None:
    """Make a batch for each union and language of each campaign. Index: ix_message_put_off."""
    due = select(Message.subscriber_id).where(Message.campaign_id == Campaign.id, Message.retry_at <= now).exists()
    campaigns = select(Campaign.id).where(Campaign.state == State.SENDING, due)
    mine = campaigns.with_for_update(of=Campaign, key_share=True, skip_locked=True)  # another host's sweep has it
    for campaign_id in session.scalars(mine).all():
        for number in _retry(session, campaign_id, batch_size, now):
            outbox.name(JobName.SEND_BATCH, campaign_id=campaign_id, number=number)


def _retry(session: Session, campaign_id: int, batch_size: int, now: datetime) -> Sequence[int]:
    due = (Message.campaign_id == campaign_id, Message.retry_at <= now, Message.state == MessageState.DEFERRED)
    shares = session.execute(select(Message.via_union_id, Message.language).where(*due).distinct()).all()
    last = session.scalar(select(func.max(Batch.number)).filter_by(campaign_id=campaign_id)) or 0
    numbers = range(last + 1, last + 1 + len(shares))
    for number, (union_id, language) in zip(numbers, shares, strict=True):
        share = (*due, Message.via_union_id == union_id, Message.language == language)
        people = session.scalars(select(Message.subscriber_id).where(*share).limit(batch_size)).all()
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
            .where(*due, Message.subscriber_id.in_(people))
            .values(state=after(MessageState.DEFERRED, Happening.RELEASE), batch_number=number, retry_at=None)
            .execution_options(synchronize_session=False)
        )
    session.flush()
    return numbers
