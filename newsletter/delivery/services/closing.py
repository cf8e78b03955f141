"""The end of a batch, and of a campaign."""

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from newsletter.campaigns.lifecycle import Event, State, after
from newsletter.campaigns.models import Campaign
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Batch, BatchState, Message
from newsletter.delivery.services.claiming import Claim

RELAY_PAUSE = timedelta(seconds=30)
"""How long a batch waits when its relay did not take all of it."""


def close(
    session: Session,
    taken: Claim,
    *,
    problem: str | None,
    now: datetime,
    rest_s: float | None = None,
    keeps_only_aside: bool = False,
) -> None:
    """End a worker's turn: the batch is done, or goes back because some of it was not tried.

    `rest_s`: those who are left may not be mailed sooner. `keeps_only_aside`: they all wait for an operator.
    """
    rest = (
        select(Message.subscriber_id)
        .where(
            Message.campaign_id == taken.campaign_id,
            Message.batch_number == taken.number,
            Message.state == MessageState.QUEUED,
        )
        .limit(1)
    )
    unfinished = session.scalar(rest) is not None
    session.execute(
        update(Batch)
        .where(Batch.campaign_id == taken.campaign_id, Batch.number == taken.number, Batch.claims == taken.ticket)
        .values(
            state=BatchState.QUEUED if unfinished else BatchState.DONE,
            due_at=_due(unfinished=unfinished, problem=problem, rest_s=rest_s, now=now),
            problem=problem if unfinished else None,
            aside_since=func.coalesce(Batch.aside_since, now) if keeps_only_aside else Batch.aside_since,
        )
    )
    finish_if_through(session, campaign_id=taken.campaign_id, now=now)


def _due(*, unfinished: bool, problem: str | None, rest_s: float | None, now: datetime) -> datetime | None:
    """At once where only a pause stopped it: the sweep waits for the campaign to go on."""
    if not unfinished:
        return None
    if rest_s is not None:
        return now + timedelta(seconds=rest_s)
    return now + RELAY_PAUSE if problem else now


def finish_if_through(session: Session, *, campaign_id: int, now: datetime) -> None:
    """Call a campaign done when nothing of it is under way any more.

    Looked at again behind its lock: a release that is not committed yet is under way, too, and cannot be seen.
    """
    open_batch = exists().where(
        Batch.campaign_id == campaign_id, Batch.state.in_([BatchState.QUEUED, BatchState.SENDING])
    )
    put_off = exists().where(
        Message.campaign_id == campaign_id, Message.retry_at.is_not(None), Message.state == MessageState.DEFERRED
    )
    through = (Campaign.id == campaign_id, Campaign.state == State.SENDING, ~open_batch, ~put_off)
    if session.scalar(select(Campaign.id).where(*through)) is None:
        return
    lock(session, campaign_id)
    session.execute(
        update(Campaign)
        .where(*through)
        .values(state=after(State.SENDING, Event.FINISH), finished_at=now)
        .execution_options(synchronize_session=False)
    )


def lock(session: Session, campaign_id: int) -> None:
    """Be the only one to end or reopen a campaign until the end of the transaction."""
    session.execute(select(Campaign.id).filter_by(id=campaign_id).with_for_update(key_share=True))
