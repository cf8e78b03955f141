"""Whether a union still stands behind its share: asked for every batch, and while one goes out.

Its yes is gone when it said no since, or when an event was written again of which the mail tells. What is not sent
by then is held, as if it had never been said, until there is a yes to what the mail says now.
"""

from sqlalchemy import case, null, select, update
from sqlalchemy.orm import Session

from newsletter.audiences import Reason
from newsletter.campaigns.models import Approval, Campaign
from newsletter.delivery.fates import Happening, MessageState, after
from newsletter.delivery.models import Batch, BatchState, Message


def has_yes(session: Session, *, campaign_id: int, union_id: int, language: str) -> bool:
    """Whether this share may go out. Index: uq_approval_campaign_id_union_id_language."""
    yes = (
        select(Approval.id)
        .join(Campaign, Campaign.id == Approval.campaign_id)
        .where(
            Approval.campaign_id == campaign_id,
            Approval.union_id == union_id,
            Approval.language == language,
            Approval.granted.is_(True),
            Approval.revision == Campaign.revision,
        )
    )
    return session.scalar(yes) is not None


def hold(session: Session, *, campaign_id: int, number: int) -> None:
    """Hold what a batch has queued; `releasing.release` lets it go. Whom a mail may have reached is not held."""
    may_have_it = Message.doubts > 0
    session.execute(
        update(Message)
        .where(
            Message.campaign_id == campaign_id,
            Message.batch_number == number,
            Message.state == MessageState.QUEUED,
        )
        .values(
            state=case(
                (may_have_it, after(MessageState.QUEUED, Happening.DOUBT)),
                else_=after(MessageState.QUEUED, Happening.WITHHOLD),
            ),
            reason=case((may_have_it, null()), else_=Reason.UNAPPROVED),
        )
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Batch)
        .where(Batch.campaign_id == campaign_id, Batch.number == number)
        .values(state=BatchState.HELD, due_at=None, problem=None)
        .execution_options(synchronize_session=False)
    )
