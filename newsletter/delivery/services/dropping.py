"""Whoever left between freeze and sending is not mailed.

Asked for the people of one batch by number, so that it costs the same in a list of a million: a database that is
asked about lists reads the whole of them for every batch.
"""

from collections.abc import Collection

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from newsletter.audiences import Audience, Reason
from newsletter.campaigns.models import Campaign
from newsletter.db import among
from newsletter.delivery.fates import Happening, MessageState, after
from newsletter.delivery.models import Message
from newsletter.subscribers.models import Scope, Standing, Subscriber, Subscription, Suppression, SuppressionReason

_LEFT = {
    Scope.LIST: Reason.LEFT_LIST,
    Scope.UNION: Reason.LEFT_UNION,
    Scope.ALLIANCE: Reason.LEFT_ALLIANCE,
}
_NARROWEST_FIRST = list(_LEFT)


def drop_leavers(session: Session, *, campaign_id: int, number: int, via_union_id: int) -> None:
    """Suppress a batch's queued messages to people who left since, each for the reason the freeze would give."""
    campaign = session.get_one(Campaign, campaign_id)
    queued = session.scalars(
        select(Message.subscriber_id).where(
            Message.campaign_id == campaign_id,
            Message.batch_number == number,
            Message.state == MessageState.QUEUED,
        )
    ).all()
    gone = _unsubscribed(session, campaign, queued) | _barred(session, campaign, via_union_id, queued)
    for reason in set(gone.values()):
        leavers = [subscriber_id for subscriber_id, why in gone.items() if why is reason]
        session.execute(
            update(Message)
            .where(Message.campaign_id == campaign_id, among(session, Message.subscriber_id, leavers))
            .values(state=after(MessageState.QUEUED, Happening.LEFT), reason=reason)
            .execution_options(synchronize_session=False)
        )


def _unsubscribed(session: Session, campaign: Campaign, people: Collection[int]) -> dict[int, Reason]:
    """Who is on none of the audience's lists any more. Index: the key of subscription."""
    subscribed = select(Subscription.subscriber_id).where(
        among(session, Subscription.subscriber_id, people),
        Subscription.list_id.in_(Audience.from_json(campaign.audience).list_ids),
        Subscription.standing == Standing.CONFIRMED,
    )
    return dict.fromkeys(set(people).difference(session.scalars(subscribed)), Reason.LEFT_LIST)


def _barred(session: Session, campaign: Campaign, via_union_id: int, people: Collection[int]) -> dict[int, Reason]:
    """Whose address is suppressed; of several reasons the widest. Index: uq_suppression_address_hash_...."""
    bars = session.execute(
        select(Subscriber.id, Suppression.scope, Suppression.reason)
        .join(Suppression, Suppression.address_hash == Subscriber.address_hash)
        .where(
            among(session, Subscriber.id, people),
            or_(
                Suppression.scope == Scope.ALLIANCE,
                and_(Suppression.scope == Scope.UNION, Suppression.union_id == via_union_id),
                and_(Suppression.scope == Scope.LIST, Suppression.list_id == campaign.list_id),
            ),
        )
    )
    widest_last = sorted(bars, key=lambda bar: _NARROWEST_FIRST.index(bar.scope))
    return {subscriber_id: _reason(scope, reason) for subscriber_id, scope, reason in widest_last}


def _reason(scope: Scope, reason: SuppressionReason) -> Reason:
    return _LEFT[scope] if reason is SuppressionReason.LEFT else Reason(reason)
