"""Taking up a batch: by one conditional update, so that of two workers one gets it.

What a dead worker left in SENDING is unknowable: the relay may have it or not. It is sent again, under the same
Message-ID, by which mailboxes fold a second copy; missing a member is worse. A batch that ended its worker
MAX_CLAIMS times is not tried for ever: what is then in SENDING becomes UNCERTAIN and is shown as that.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, or_, select, update
from sqlalchemy.orm import Session

from newsletter.audiences import Audience, Reason
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.db import rows_changed
from newsletter.delivery.fates import Happening, MessageState, after
from newsletter.delivery.models import Batch, BatchState, Message
from newsletter.subscribers.models import Scope, Standing, Subscriber, Subscription, Suppression, SuppressionReason

LEASE = timedelta(seconds=30)
"""How long a claim holds without a sign of life."""

MAX_CLAIMS = 5


@dataclass(frozen=True)
class Claim:
    """A worker's right to send a batch, good as long as nobody claimed it later."""

    campaign_id: int
    number: int
    via_union_id: int
    language: str
    ticket: int


def claim(session: Session, *, campaign_id: int, number: int, now: datetime) -> Claim | None:
    """Take up a batch, or None where somebody else has it, it is done, or its campaign is not sending."""
    takeable = or_(Batch.state == BatchState.QUEUED, and_(Batch.state == BatchState.SENDING, Batch.due_at <= now))
    sending = exists().where(Campaign.id == campaign_id, Campaign.state == State.SENDING)
    row = session.execute(
        update(Batch)
        .where(Batch.campaign_id == campaign_id, Batch.number == number, takeable, sending)
        .values(state=BatchState.SENDING, claims=Batch.claims + 1, due_at=now + LEASE)
        .returning(Batch.via_union_id, Batch.language, Batch.claims)
    ).one_or_none()
    if row is None:
        _wait_for_resumption(session, campaign_id, number, now)
        return None
    taken = Claim(campaign_id, number, *row)
    _settle_doubts(session, taken)
    _drop_leavers(session, taken)
    _move(session, taken, Happening.CLAIM, MessageState.QUEUED, attempts=Message.attempts + 1)
    return taken


def renew(session: Session, taken: Claim, *, now: datetime) -> bool:
    """Show a sign of life. False when the claim is lost: a later one was made, or the campaign stopped."""
    still = exists().where(Campaign.id == taken.campaign_id, Campaign.state == State.SENDING)
    renewed = rows_changed(
        session,
        update(Batch)
        .where(
            Batch.campaign_id == taken.campaign_id, Batch.number == taken.number, Batch.claims == taken.ticket, still
        )
        .values(due_at=now + LEASE),
    )
    return renewed > 0


def _wait_for_resumption(session: Session, campaign_id: int, number: int, now: datetime) -> None:
    """A batch whose job came during a pause is due at once when its campaign goes on."""
    paused = exists().where(Campaign.id == campaign_id, Campaign.state == State.PAUSED)
    session.execute(
        update(Batch)
        .where(Batch.campaign_id == campaign_id, Batch.number == number, Batch.state == BatchState.QUEUED, paused)
        .values(due_at=now)
    )


def _settle_doubts(session: Session, taken: Claim) -> None:
    _move(session, taken, Happening.DOUBT, MessageState.SENDING)
    if taken.ticket <= MAX_CLAIMS:
        _move(session, taken, Happening.RELEASE, MessageState.UNCERTAIN)


def _drop_leavers(session: Session, taken: Claim) -> None:
    """Whoever left since the freeze is not mailed."""
    campaign = session.get_one(Campaign, taken.campaign_id)
    barred = (
        select(Suppression.reason)
        .where(
            Suppression.address_hash == Subscriber.address_hash,
            or_(
                Suppression.scope == Scope.ALLIANCE,
                and_(Suppression.scope == Scope.UNION, Suppression.union_id == taken.via_union_id),
                and_(Suppression.scope == Scope.LIST, Suppression.list_id == campaign.list_id),
            ),
        )
        .limit(1)
    )
    why = select(barred.scalar_subquery()).where(Subscriber.id == Message.subscriber_id).scalar_subquery()
    subscribed = exists().where(
        Subscription.subscriber_id == Message.subscriber_id,
        Subscription.list_id.in_(Audience.from_json(campaign.audience).list_ids),
        Subscription.standing == Standing.CONFIRMED,
    )
    session.execute(
        update(Message)
        .where(*_in(taken, MessageState.QUEUED), or_(why.is_not(None), ~subscribed))
        .values(
            state=after(MessageState.QUEUED, Happening.LEFT),
            reason=case(
                *(
                    (why == reason, str(reason))
                    for reason in SuppressionReason
                    if reason is not SuppressionReason.LEFT
                ),
                else_=str(Reason.LEFT_LIST),
            ),
        )
        .execution_options(synchronize_session=False)
    )


def _move(session: Session, taken: Claim, happening: Happening, state: MessageState, **also: object) -> None:
    session.execute(
        update(Message)
        .where(*_in(taken, state))
        .values(state=after(state, happening), **also)
        .execution_options(synchronize_session=False)
    )


def _in(taken: Claim, state: MessageState) -> tuple[ColumnElement[bool], ...]:
    return (
        Message.campaign_id == taken.campaign_id,
        Message.batch_number == taken.number,
        Message.state == state,
    )
