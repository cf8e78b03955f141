"""Fixing who gets a campaign: one INSERT ... SELECT into the ledger, cut into batches on the way.

A message's batch number is made in the same statement: its share (union, language, fate) times SHARE_STRIDE plus its
place in the share over the batch size. So a batch is of one union and one language, held shares have batches of their
own that wait, and no million rows are updated to say where they belong.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, cast, func, insert, literal, null, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from newsletter.audiences import people
from newsletter.audiences.reasons import HOLDING
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.planning import plan
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Batch, BatchState, Message
from newsletter.delivery.services.ledger import loading
from newsletter.queueing import JobName, Outbox

SHARE_STRIDE = 100_000
"""Batches a share may have: with 500 messages each, fifty million people."""

PATIENCE = timedelta(minutes=2)
"""How long a queued batch waits before the sweep names its job again."""


def freeze(session: Session, outbox: Outbox, *, campaign: Campaign, batch_size: int, now: datetime) -> None:
    """Write the whole audience into the ledger and name a job for every batch that may go."""
    _write_messages(session, campaign, batch_size)
    _write_batches(session, campaign, now)
    queued = select(Batch.number).filter_by(campaign_id=campaign.id, state=BatchState.QUEUED).order_by(Batch.number)
    for number in session.scalars(queued):
        outbox.name(JobName.SEND_BATCH, campaign_id=campaign.id, number=number)


def _write_messages(session: Session, campaign: Campaign, batch_size: int) -> None:
    person = people(plan(session, campaign)).subquery("person")
    state = case(
        (person.c.reason.is_(None), MessageState.QUEUED),
        (person.c.reason.in_(list(HOLDING)), MessageState.HELD),
        else_=MessageState.SUPPRESSED,
    )
    share = (person.c.union_id, person.c.language, func.coalesce(person.c.reason, ""))
    place = func.row_number().over(partition_by=share, order_by=person.c.subscriber_id) - 1
    number = func.dense_rank().over(order_by=share) * SHARE_STRIDE + cast(place // batch_size, Integer)
    columns: dict[str, ColumnElement[Any]] = {
        "campaign_id": literal(campaign.id),
        "subscriber_id": person.c.subscriber_id,
        "via_union_id": person.c.union_id,
        "language": person.c.language,
        "state": state,
        "reason": person.c.reason,
        "batch_number": number,
        "attempts": literal(0),
        "doubts": literal(0),
    }
    with loading(session, campaign_id=campaign.id) as table:
        session.execute(insert(table).from_select(list(columns), select(*columns.values())))


def _write_batches(session: Session, campaign: Campaign, now: datetime) -> None:
    held = Message.state == MessageState.HELD
    columns: dict[str, ColumnElement[Any] | InstrumentedAttribute[Any]] = {
        "campaign_id": Message.campaign_id,
        "number": Message.batch_number,
        "via_union_id": Message.via_union_id,
        "language": Message.language,
        "state": case((held, BatchState.HELD), else_=BatchState.QUEUED),
        "due_at": case((held, null()), else_=literal(now + PATIENCE, Batch.due_at.type)),
        **dict.fromkeys(("claims", "beats", "reach", "deaths"), literal(0)),
        "aside": literal([], Batch.aside.type),
    }
    rows = (
        select(*columns.values())
        .where(
            Message.campaign_id == campaign.id,
            Message.state.in_([MessageState.HELD, MessageState.QUEUED]),
        )
        .group_by(Message.campaign_id, Message.batch_number, Message.via_union_id, Message.language, Message.state)
    )
    session.execute(insert(Batch).from_select(list(columns), rows))
