"""A late yes: what was held for it goes out."""

from datetime import datetime

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import Event, State, after
from newsletter.campaigns.models import Campaign
from newsletter.db import rows_changed
from newsletter.delivery.fates import Happening, MessageState
from newsletter.delivery.fates import after as fate_after
from newsletter.delivery.models import Batch, BatchState, Message
from newsletter.delivery.services.closing import lock
from newsletter.delivery.services.freezing import PATIENCE
from newsletter.queueing import JobName, Outbox

STARTED = (State.SENDING, State.PAUSED, State.DONE)


def release(session: Session, outbox: Outbox, *, campaign_id: int, union_id: int, now: datetime) -> int:
    """Queue a union's held messages in every language it said yes to; how many. Others' stay held."""
    lock(session, campaign_id)
    campaign = session.get_one(Campaign, campaign_id, populate_existing=True)
    granted = [one.language for one in campaign.approvals if one.union_id == union_id and one.counts]
    if campaign.state not in STARTED or not granted:
        return 0
    waiting = and_(
        Message.campaign_id == campaign_id,
        Message.via_union_id == union_id,
        Message.language.in_(granted),
        Message.state == MessageState.HELD,
        Message.reason == Reason.UNAPPROVED,
    )
    numbers = list(session.scalars(select(Message.batch_number).where(waiting).distinct()))
    if not numbers:
        return 0
    released = rows_changed(
        session,
        update(Message).where(waiting).values(state=fate_after(MessageState.HELD, Happening.RELEASE), reason=None),
    )
    session.execute(
        update(Batch)
        .where(Batch.campaign_id == campaign_id, Batch.number.in_(numbers))
        .values(state=BatchState.QUEUED, due_at=now + PATIENCE)
    )
    campaign.state, campaign.finished_at = after(campaign.state, Event.RELEASE), None
    session.flush()
    for number in sorted(numbers):
        outbox.name(JobName.SEND_BATCH, campaign_id=campaign_id, number=number)
    return released
