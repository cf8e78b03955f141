"""An event written again: whoever said yes to a mail that tells of it said yes to something else.

A mail shows an event as it is when it is sent. So writing an event again is an edit of every campaign that tells of
it, whoever writes that one, and takes back the approvals (PRODUCT.md, rule 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from newsletter.activity.services import record
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.services.approving import ask
from newsletter.campaigns.telling import tells_of
from newsletter.events.models import Event
from newsletter.events.services.holding import EventFacts, change, differs

UNDER_WAY = (State.WAITING, State.SENDING, State.PAUSED)
"""Launched, and not over: its unions are asked again at once. A draft is asked about when it is launched."""


@dataclass(frozen=True)
class Retold:
    """What writing an event again led to."""

    moved: bool
    """Who is invited should hear of it."""

    stopped: int
    """So many campaigns that were under way wait for a yes again."""


def retell(session: Session, *, event: Event, facts: EventFacts, account_id: int, now: datetime) -> Retold:
    """Write an event again, and take back every yes to a campaign that tells of it."""
    told = _telling(session, event) if differs(event, facts) else []
    moved = change(session, event=event, facts=facts, account_id=account_id, now=now)
    for campaign in told:
        _count_edit(session, campaign, account_id, now)
    under_way = [campaign for campaign in told if campaign.state in UNDER_WAY]
    for campaign in under_way:
        ask(session, campaign=campaign, account_id=account_id, now=now)
    return Retold(moved, len(under_way))


def _telling(session: Session, event: Event) -> Sequence[Campaign]:
    """Of those that are not over. There are few, so their blocks are simply looked through."""
    open_ones = session.scalars(
        select(Campaign)
        .where(Campaign.state.in_((State.DRAFT, *UNDER_WAY)))
        .options(selectinload(Campaign.variants))
        .order_by(Campaign.id)
    )
    return [campaign for campaign in open_ones if tells_of(campaign, event.id)]


def _count_edit(session: Session, campaign: Campaign, account_id: int, now: datetime) -> None:
    session.execute(
        update(Campaign)
        .where(Campaign.id == campaign.id)
        .values(revision=Campaign.revision + 1)
        .execution_options(synchronize_session=False)
    )
    session.refresh(campaign)
    record(
        session,
        verb="campaign.edited",
        subject_id=campaign.id,
        union_id=campaign.union_id,
        account_id=account_id,
        now=now,
        part="event",
    )
