"""Taking an old campaign's people out of the ledger, and keeping its figures.

On PostgreSQL that drops a table. Elsewhere it goes by sets, each in a transaction of its own, so that nobody who
wants to write waits long; what is counted of a set is kept in the same transaction, so the figures are right at any
moment, and whoever is interrupted goes on later.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, distinct, exists, func, insert, select
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.db import Base, rows_changed
from newsletter.delivery import queries
from newsletter.delivery.models import Attempt, Batch, BatchState, Destination, KeptLine, KeptReply, Message
from newsletter.delivery.services import ledger
from newsletter.delivery.services.closing import lock
from newsletter.errors import NewsletterError

SET = 20_000
"""Messages forgotten in one transaction where each has to be deleted."""

OVER = (State.DONE, State.CANCELLED)


class NotOver(NewsletterError):
    """Some of the campaign may still go out, so its ledger is needed."""

    def __init__(self, campaign: Campaign) -> None:
        super().__init__(
            f"campaign {campaign.id} is not over: it is {campaign.state}; cancel it, or wait for its end"
        )


def forget(session: Session, *, campaign_id: int, now: datetime) -> int:
    """Forget a set of a campaign's messages with what was said to them; how many. 0: there is nothing left.

    Raises NotOver. A share that is held stays held for good: a late yes finds nobody any more.
    """
    lock(session, campaign_id)
    campaign = session.get_one(Campaign, campaign_id, populate_existing=True)
    if campaign.state not in OVER or session.scalar(_open_batch(campaign_id)):
        raise NotOver(campaign)
    last = None if ledger.is_partitioned(session) else _end_of_set(session, campaign_id)
    forgotten = _forget_until(session, campaign_id, last)
    if forgotten and not queries.remain(session, campaign_id=campaign_id):
        for table in (Batch, Destination):
            session.execute(delete(table).where(table.campaign_id == campaign_id))
        people = queries.fates(session, campaign_id=campaign_id).audience
        record(
            session,
            verb="campaign.forgotten",
            subject_id=campaign_id,
            union_id=campaign.union_id,
            now=now,
            messages=people,
        )
    return forgotten


def _open_batch(campaign_id: int) -> Any:  # noqa: ANN401 (a SELECT of EXISTS)
    states = (BatchState.QUEUED, BatchState.SENDING)
    return select(exists().where(Batch.campaign_id == campaign_id, Batch.state.in_(states)))


def _end_of_set(session: Session, campaign_id: int) -> int | None:
    """The last person of the next set; None where there are fewer left."""
    people = select(Message.subscriber_id).where(Message.campaign_id == campaign_id)
    return session.scalar(people.order_by(Message.subscriber_id).offset(SET - 1).limit(1))


def _forget_until(session: Session, campaign_id: int, last: int | None) -> int:
    """Everybody up to this one, or to the end."""
    these = Message.campaign_id == campaign_id
    tries = Attempt.campaign_id == campaign_id
    if last is not None:
        these, tries = and_(these, Message.subscriber_id <= last), and_(tries, Attempt.subscriber_id <= last)
    _keep_lines(session, these)
    _keep_replies(session, these, tries)
    session.execute(delete(Attempt).where(tries))
    if not ledger.is_partitioned(session):
        return rows_changed(session, delete(Message).where(these))
    people = session.scalars(select(func.count()).select_from(Message).where(these)).one()
    ledger.drop(session, campaign_id=campaign_id)
    return people


def _keep_lines(session: Session, these: ColumnElement[bool]) -> None:
    what = (Message.campaign_id, Message.via_union_id, Message.language, Message.state, Message.reason)
    kept = select(*what, func.count(), func.sum(Message.doubts)).where(these).group_by(*what)
    _keep(session, KeptLine, (*(one.key for one in what), "messages", "doubts"), kept)


def _keep_replies(session: Session, these: ColumnElement[bool], tries: ColumnElement[bool]) -> None:
    what = (Message.campaign_id, Message.via_union_id, Attempt.meaning, Message.state)
    same = and_(Message.campaign_id == Attempt.campaign_id, Message.subscriber_id == Attempt.subscriber_id)
    kept = select(*what, func.count(distinct(Attempt.subscriber_id)), func.min(Attempt.text))
    kept = kept.join_from(Attempt, Message, same).where(these, tries).group_by(*what)
    _keep(session, KeptReply, (*(one.key for one in what), "messages", "example"), kept)


def _keep(session: Session, table: type[Base], columns: tuple[str, ...], rows: Any) -> None:  # noqa: ANN401
    session.execute(insert(table).from_select(list(columns), rows))
