"""The moment a launched campaign begins to go out."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.campaigns.lifecycle import Event, State, after
from newsletter.campaigns.models import Campaign
from newsletter.db import rows_changed
from newsletter.delivery.services.closing import finish_if_through
from newsletter.delivery.services.engaging import FINE, put_the_engaged_first
from newsletter.delivery.services.freezing import freeze
from newsletter.delivery.services.warming import warming_today
from newsletter.queueing import Outbox
from newsletter.subscribers.services.lapsing import lapse_all


def start(session: Session, outbox: Outbox, *, campaign_id: int, batch_size: int, now: datetime) -> bool:
    """Freeze the audience and let it go, once: of two workers one finds it waiting. False for the other."""
    ours = select(Campaign.id).filter_by(id=campaign_id).with_for_update(key_share=True, skip_locked=True)
    if session.scalar(ours) is None:
        return False  # who freezes a million people is not waited for
    begun = rows_changed(
        session,
        update(Campaign)
        .where(Campaign.id == campaign_id, Campaign.state == State.WAITING, Campaign.starts_at <= now)
        .values(state=after(State.WAITING, Event.START), started_at=now),
    )
    if not begun:
        return False
    lapse_all(session, now=now)
    campaign = session.get_one(Campaign, campaign_id, populate_existing=True)
    if warming_today(session, now=now):
        freeze(session, outbox, campaign=campaign, batch_size=min(batch_size, FINE), now=now)
        put_the_engaged_first(session, campaign_id=campaign_id)
    else:
        freeze(session, outbox, campaign=campaign, batch_size=batch_size, now=now)
    finish_if_through(session, campaign_id=campaign_id, now=now)
    record(session, verb="campaign.started", subject_id=campaign_id, union_id=campaign.union_id, now=now)
    return True
