"""Fixing who gets a campaign: one INSERT ... SELECT into the ledger, cut into batches on the way (`numbering`).

So held shares have batches of their own that wait, and no million rows are updated to say where they belong.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, insert, literal, null, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from newsletter.audiences import people
from newsletter.audiences.reasons import HOLDING
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.planning import plan
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Batch, BatchState, Message
from newsletter.delivery.services.ledger import loading
from newsletter.delivery.services.numbering import Numbering, Share, numbering
from newsletter.queueing import JobName, Outbox

PATIENCE = timedelta(minutes=2)
"""How long a queued batch waits before the sweep names its job again."""


def freeze(session: Session, outbox: Outbox, *, campaign: Campaign, batch_size: int, now: datetime) -> None:
    """Write the whole audience into the ledger and name a job for every batch that may go."""
    with numbering(session, batch_size=batch_size) as numbers:
        _write_messages(session, campaign, numbers, now)
        opened = numbers.opened()
    if opened is None:
        _read_batches(session, campaign, now)
    elif opened:
        _write_batches(session, campaign, opened, now)
    queued = select(Batch.number).filter_by(campaign_id=campaign.id, state=BatchState.QUEUED).order_by(Batch.number)
    for number in session.scalars(queued):
        outbox.name(JobName.SEND_BATCH, campaign_id=campaign.id, number=number)


def _write_messages(session: Session, campaign: Campaign, numbers: Numbering, now: datetime) -> None:
    person = people(plan(session, campaign, now=now)).subquery("person")
    state = case(
        (person.c.reason.is_(None), MessageState.QUEUED),
        (person.c.reason.in_(list(HOLDING)), MessageState.HELD),
        else_=MessageState.SUPPRESSED,
    )
    columns: dict[str, ColumnElement[Any]] = {
        "campaign_id": literal(campaign.id),
        "subscriber_id": person.c.subscriber_id,
        "via_union_id": person.c.union_id,
        "language": person.c.language,
        "state": state,
        "reason": person.c.reason,
        "batch_number": numbers.number(person),
        "attempts": literal(0),
        "doubts": literal(0),
    }
    with loading(session, campaign_id=campaign.id) as table:
        session.execute(insert(table).from_select(list(columns), select(*columns.values())))


def _write_batches(session: Session, campaign: Campaign, opened: Mapping[int, Share], now: datetime) -> None:
    session.execute(
        insert(Batch),
        [
            {
                "campaign_id": campaign.id,
                "number": number,
                "via_union_id": share.union_id,
                "language": share.language,
                "state": BatchState.HELD if share.reason else BatchState.QUEUED,
                "due_at": None if share.reason else now + PATIENCE,
                "claims": 0,
            }
            for number, share in opened.items()
        ],
    )


def _read_batches(session: Session, campaign: Campaign, now: datetime) -> None:
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
