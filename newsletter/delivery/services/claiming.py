"""Taking up a batch, and keeping it: by conditional updates, so that of two workers one has it.

While a worker has it, it says how far it may come and gives signs of life; one that was taken from it (`losing`)
learns so by its next sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign, InDoubt
from newsletter.db import rows_changed
from newsletter.delivery.models import Batch, BatchState
from newsletter.delivery.services.dropping import drop_leavers
from newsletter.delivery.services.expiring import expire
from newsletter.delivery.services.standing_behind import has_yes, hold


@dataclass(frozen=True)
class Claim:
    """A worker's right to send a batch, good as long as nobody claimed it later."""

    campaign_id: int
    number: int
    ticket: int
    via_union_id: int
    language: str
    revision: int
    """Of the campaign, when it was claimed: what its union said yes to."""

    in_doubt: InDoubt


class Hold(StrEnum):
    """What became of a claim meanwhile."""

    FIRM = auto()
    STOPPED = auto()  # the campaign is paused or cancelled, or the yes is gone: what was not sent goes back
    LOST = auto()  # it was taken away: the batch is somebody else's to write about


def claim(session: Session, *, campaign_id: int, number: int, now: datetime) -> Claim | None:
    """Take up a batch, or None where somebody else has it, it is done, or its campaign is not sending.

    None also where its union took its yes back: what is left of it is then held.
    """
    sending = exists().where(Campaign.id == campaign_id, Campaign.state == State.SENDING)
    row = session.execute(
        update(Batch)
        .where(Batch.campaign_id == campaign_id, Batch.number == number, Batch.state == BatchState.QUEUED, sending)
        .values(state=BatchState.SENDING, claims=Batch.claims + 1, reach=0, aside=[], due_at=None, taken_at=now)
        .execution_options(synchronize_session=False)
        .returning(Batch.claims, Batch.via_union_id, Batch.language)
    ).one_or_none()
    if row is None:
        _wait_for_resumption(session, campaign_id, number, now)
        return None
    ticket, via_union_id, language = row
    drop_leavers(session, campaign_id=campaign_id, number=number, via_union_id=via_union_id)
    expire(session, campaign_id=campaign_id, number=number, now=now)
    if not has_yes(session, campaign_id=campaign_id, union_id=via_union_id, language=language):
        hold(session, campaign_id=campaign_id, number=number)
        return None
    revision, in_doubt = session.execute(
        select(Campaign.revision, Campaign.in_doubt).where(Campaign.id == campaign_id)
    ).one()
    return Claim(campaign_id, number, ticket, via_union_id, language, revision, in_doubt)


def renew(session: Session, taken: Claim, *, reach: int, aside: Sequence[int], progressed: bool) -> Hold:
    """Give a sign of life, say how far one may come by the next, and learn whether to go on.

    Of those up to `reach`, nobody in `aside` was or will be handed over. Until the end of the transaction nobody can
    take the batch away.
    """
    renewed = rows_changed(
        session,
        update(Batch)
        .where(
            Batch.campaign_id == taken.campaign_id,
            Batch.number == taken.number,
            Batch.claims == taken.ticket,
            Batch.state == BatchState.SENDING,
        )
        .values(beats=Batch.beats + 1, reach=reach, aside=list(aside), deaths=0 if progressed else Batch.deaths),
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
