"""What people did after a campaign reached them: who left its topic, who answered its invitation."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Message
from newsletter.events.models import Answer, Rsvp
from newsletter.subscribers.models import Standing, Subscription

LEAVING_WINDOW = timedelta(days=7)
"""Who leaves later does so for another reason."""


def leavers(
    session: Session, *, campaign_id: int, list_id: int, union_ids: Collection[int] | None, started_at: datetime
) -> Mapping[int, int]:
    """How many of each union left the topic within a week of getting this.

    Index: ix_subscription_list_id_standing_subscriber_id, then the ledger's key.
    """
    left = (
        select(Message.via_union_id, func.count())
        .join(Subscription, Subscription.subscriber_id == Message.subscriber_id)
        .where(
            Message.campaign_id == campaign_id,
            Message.state == MessageState.SENT,
            Subscription.list_id == list_id,
            Subscription.standing == Standing.UNSUBSCRIBED,
            Subscription.changed_at >= started_at,
            Subscription.changed_at < started_at + LEAVING_WINDOW,
        )
        .group_by(Message.via_union_id)
    )
    if union_ids is not None:
        left = left.where(Message.via_union_id.in_(union_ids))
    return dict(session.execute(left).all())


def answers(
    session: Session, *, event_id: int, union_ids: Collection[int] | None
) -> Mapping[tuple[int, Answer], int]:
    """How many of each union said what to an invitation."""
    said = (
        select(Rsvp.union_id, Rsvp.answer, func.count())
        .where(Rsvp.event_id == event_id)
        .group_by(Rsvp.union_id, Rsvp.answer)
    )
    if union_ids is not None:
        said = said.where(Rsvp.union_id.in_(union_ids))
    return {(union_id, answer): count for union_id, answer, count in session.execute(said)}
