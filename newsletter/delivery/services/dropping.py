"""Whoever left between freeze and sending is not mailed."""

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, select, update
from sqlalchemy.orm import Session

from newsletter.audiences import Audience, Reason
from newsletter.campaigns.models import Campaign
from newsletter.delivery.fates import Happening, MessageState, after
from newsletter.delivery.models import Message
from newsletter.subscribers.models import Scope, Standing, Subscriber, Subscription, Suppression, SuppressionReason

_LEFT = {
    Scope.ALLIANCE: Reason.LEFT_ALLIANCE,
    Scope.UNION: Reason.LEFT_UNION,
    Scope.LIST: Reason.LEFT_LIST,
}
_OTHERS = [reason for reason in SuppressionReason if reason is not SuppressionReason.LEFT]


def drop_leavers(session: Session, *, campaign_id: int, number: int, via_union_id: int) -> None:
    """Suppress a batch's queued messages to people who left since, each for the reason the freeze would give."""
    campaign = session.get_one(Campaign, campaign_id)
    subscribed = exists().where(
        Subscription.subscriber_id == Message.subscriber_id,
        Subscription.list_id.in_(Audience.from_json(campaign.audience).list_ids),
        Subscription.standing == Standing.CONFIRMED,
    )
    why = func.coalesce(
        _bar(Scope.ALLIANCE).scalar_subquery(),
        _bar(Scope.UNION).where(Suppression.union_id == via_union_id).scalar_subquery(),
        _bar(Scope.LIST).where(Suppression.list_id == campaign.list_id).scalar_subquery(),
        case((~subscribed, literal(str(Reason.LEFT_LIST)))),
    )
    gone = (
        select(Message.subscriber_id, why.label("why"))
        .where(
            Message.campaign_id == campaign_id,
            Message.batch_number == number,
            Message.state == MessageState.QUEUED,
        )
        .subquery("gone")
    )
    leavers: dict[Reason, list[int]] = {}
    for subscriber_id, reason in session.execute(
        select(gone.c.subscriber_id, gone.c.why).where(gone.c.why.is_not(None))
    ):
        leavers.setdefault(Reason(reason), []).append(subscriber_id)
    for reason, subscriber_ids in leavers.items():
        session.execute(
            update(Message)
            .where(Message.campaign_id == campaign_id, Message.subscriber_id.in_(subscriber_ids))
            .values(state=after(MessageState.QUEUED, Happening.LEFT), reason=reason)
            .execution_options(synchronize_session=False)
        )


def _bar(scope: Scope) -> Select[str]:
    """Why the person of a message may not be mailed within a scope. Unique, as in `audiences.plan`."""
    reason: ColumnElement[str] = case(
        (Suppression.reason == SuppressionReason.LEFT, literal(str(_LEFT[scope]))),
        *((Suppression.reason == other, literal(str(Reason(other)))) for other in _OTHERS),
    )
    return (
        select(reason)
        .join(Subscriber, Subscriber.address_hash == Suppression.address_hash)
        .where(Subscriber.id == Message.subscriber_id, Suppression.scope == scope)
        .correlate(Message)
    )
