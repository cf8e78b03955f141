"""Taking up a batch: by one conditional update, so that of two workers one gets it.

What a dead worker left in SENDING is unknowable: the relay may have it or not. It is sent again, under the same
Message-ID, by which mailboxes fold a second copy; missing a member is worse. A batch that ended its worker more than
MAX_DEATHS times is not tried for ever: what is then in SENDING becomes UNCERTAIN and is shown as that.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto

from sqlalchemy import ColumnElement, and_, case, exists, or_, select, update
from sqlalchemy.orm import Session

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.db import rows_changed
from newsletter.delivery.fates import Happening, MessageState, after
from newsletter.delivery.models import Batch, BatchState, Message
from newsletter.delivery.services.dropping import drop_leavers
from newsletter.delivery.services.standing_behind import has_yes, hold

LEASE = timedelta(seconds=30)
"""How long a claim holds without a sign of life."""

MAX_DEATHS = 4
"""Of workers, with the same batch in hand."""


@dataclass(frozen=True)
class Claim:
    """A worker's right to send a batch, good as long as nobody claimed it later."""

    campaign_id: int
    number: int
    via_union_id: int
    language: str
    ticket: int


class Hold(StrEnum):
    """What became of a claim meanwhile."""

    FIRM = auto()
    STOPPED = auto()  # the campaign is paused or cancelled, or the yes is gone: what was not sent goes back
    LOST = auto()  # a later claim was made: the batch is somebody else's to write about


def claim(session: Session, *, campaign_id: int, number: int, now: datetime) -> Claim | None:
    """Take up a batch, or None where somebody else has it, it is done, or its campaign is not sending.

    None also where its union took its yes back: what is left of it is then held.
    """
    abandoned = and_(Batch.state == BatchState.SENDING, Batch.due_at <= now)
    sending = exists().where(Campaign.id == campaign_id, Campaign.state == State.SENDING)
    row = session.execute(
        update(Batch)
        .where(
            Batch.campaign_id == campaign_id,
            Batch.number == number,
            or_(Batch.state == BatchState.QUEUED, abandoned),
            sending,
        )
        .values(
            state=BatchState.SENDING,
            claims=Batch.claims + 1,
            deaths=Batch.deaths + case((Batch.state == BatchState.SENDING, 1), else_=0),
            due_at=now + LEASE,
        )
        .execution_options(synchronize_session=False)
        .returning(Batch.via_union_id, Batch.language, Batch.claims, Batch.deaths)
    ).one_or_none()
    if row is None:
        _wait_for_resumption(session, campaign_id, number, now)
        return None
    via_union_id, language, ticket, deaths = row
    taken = Claim(campaign_id, number, via_union_id, language, ticket)
    _settle_doubts(session, taken, deaths)
    drop_leavers(session, campaign_id=campaign_id, number=number, via_union_id=taken.via_union_id)
    if not has_yes(session, campaign_id=campaign_id, union_id=via_union_id, language=language):
        hold(session, campaign_id=campaign_id, number=number)
        return None
    _move(session, taken, MessageState.QUEUED, Happening.CLAIM, attempts=Message.attempts + 1)
    return taken


def renew(session: Session, taken: Claim, *, now: datetime) -> Hold:
    """Show a sign of life, and learn whether to go on. Until the end of the transaction nobody else can claim."""
    renewed = rows_changed(
        session,
        update(Batch)
        .where(
            Batch.campaign_id == taken.campaign_id,
            Batch.number == taken.number,
            Batch.claims == taken.ticket,
            Batch.state == BatchState.SENDING,
        )
        .values(due_at=now + LEASE),
    )
    if not renewed:
        return Hold.LOST
    state = session.scalar(select(Campaign.state).where(Campaign.id == taken.campaign_id))
    firm = state is State.SENDING and has_yes(
        session, campaign_id=taken.campaign_id, union_id=taken.via_union_id, language=taken.language
    )
    return Hold.FIRM if firm else Hold.STOPPED


def _wait_for_resumption(session: Session, campaign_id: int, number: int, now: datetime) -> None:
    """A batch whose job came during a pause is due at once when its campaign goes on."""
    paused = exists().where(Campaign.id == campaign_id, Campaign.state == State.PAUSED)
    session.execute(
        update(Batch)
        .where(Batch.campaign_id == campaign_id, Batch.number == number, Batch.state == BatchState.QUEUED, paused)
        .values(due_at=now)
    )


def _settle_doubts(session: Session, taken: Claim, deaths: int) -> None:
    """Only a batch taken over from a dead worker has messages in SENDING."""
    following = after(MessageState.SENDING, Happening.DOUBT)
    if deaths <= MAX_DEATHS:
        following = after(following, Happening.RELEASE)
    _set(session, taken, MessageState.SENDING, following)


def _move(
    session: Session, taken: Claim, state: MessageState, happening: Happening, **also: ColumnElement[int]
) -> None:
    _set(session, taken, state, after(state, happening), **also)


def _set(
    session: Session, taken: Claim, state: MessageState, following: MessageState, **also: ColumnElement[int]
) -> None:
    session.execute(
        update(Message)
        .where(Message.campaign_id == taken.campaign_id, Message.batch_number == taken.number, Message.state == state)
        .values(state=following, **also)
        .execution_options(synchronize_session=False)
    )
