"""Going on after a pause."""

from datetime import datetime

from sqlalchemy import exists, update
from sqlalchemy.orm import Session

from newsletter.campaigns.models import Campaign
from newsletter.campaigns.services import launching
from newsletter.delivery.fates import MessageState
from newsletter.delivery.meanings import OURS
from newsletter.delivery.models import Attempt, Batch, BatchState, Message


def resume(session: Session, *, campaign: Campaign, account_id: int, now: datetime) -> None:
    """Let a campaign go on. What had stopped it is mended, says whoever does this: that is tried at once.

    Raises NotNow.
    """
    was_halted = campaign.halt is not None
    launching.resume(session, campaign=campaign, account_id=account_id, now=now)
    if was_halted:
        _try_what_was_our_fault(session, campaign.id, now)
        _try_what_was_turned_away(session, campaign.id, now)


def _try_what_was_our_fault(session: Session, campaign_id: int, now: datetime) -> None:
    """Index: ix_message_put_off. What was put off for another reason keeps its time."""
    ours = exists().where(
        Attempt.campaign_id == Message.campaign_id,
        Attempt.subscriber_id == Message.subscriber_id,
        Attempt.number == Message.attempts,
        Attempt.meaning.in_(OURS),
    )
    session.execute(
        update(Message)
        .where(
            Message.campaign_id == campaign_id, Message.retry_at > now, Message.state == MessageState.DEFERRED, ours
        )
        .values(retry_at=now)
        .execution_options(synchronize_session=False)
    )


def _try_what_was_turned_away(session: Session, campaign_id: int, now: datetime) -> None:
    session.execute(
        update(Batch)
        .where(
            Batch.campaign_id == campaign_id,
            Batch.state == BatchState.QUEUED,
            Batch.problem.is_not(None),
            Batch.due_at > now,
        )
        .values(due_at=now)
        .execution_options(synchronize_session=False)
    )
