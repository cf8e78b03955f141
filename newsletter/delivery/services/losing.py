"""Taking a batch away from a worker that is gone, so that another one can go on with it: the sweep names its job.

What is known of it depends on how much of the worker is left. Where its journal is, exactly the mails on the wire are
in doubt. Where the whole host is gone, it is everything the worker had announced and not yet reported: at most a
second of sending. What is in doubt goes out again under the same Message-ID or is left, as the campaign says.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, literal, select, update
from sqlalchemy.orm import Session

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign, InDoubt
from newsletter.db import among
from newsletter.delivery.fates import Happening, MessageState, after
from newsletter.delivery.journal import Found, Turn
from newsletter.delivery.models import Batch, BatchState, Message
from newsletter.delivery.services.attempts import DIED, keep_of_all
from newsletter.delivery.services.recording import accept, record

MAX_DEATHS = 4
"""Workers in a row that a batch may end before it is tried only now and then."""

REST = timedelta(minutes=10)
DEADLY = "it ended several workers, one after the other"


def settle(session: Session, found: Found, *, now: datetime) -> None:
    """Write down what a dead worker's journal knows, and give its batch back."""
    campaign_id, heard = found.turn.campaign_id, list(found.heard.values())
    if _take(session, found.turn, now=now, progressed=bool(heard)) is None:
        accept(session, campaign_id=campaign_id, outcomes=heard, now=now)
        return
    in_doubt = _policy(session, campaign_id)
    record(session, campaign_id=campaign_id, outcomes=heard, in_doubt=in_doubt, now=now)
    _doubt(session, campaign_id, among(session, Message.subscriber_id, found.handed), in_doubt, now)


def take_away(session: Session, turns: Mapping[Turn, int], *, now: datetime) -> None:
    """Give back the batches of workers of which nothing was heard since these beats and nothing else is known."""
    for turn, beats in turns.items():
        taken = _take(session, turn, now=now, beats=beats)
        if taken is None:
            continue
        reached = and_(Message.batch_number == turn.number, Message.subscriber_id <= taken.reach)
        if taken.aside:
            reached = and_(reached, ~among(session, Message.subscriber_id, taken.aside))
        _doubt(session, turn.campaign_id, reached, _policy(session, turn.campaign_id), now)


class _Announced(NamedTuple):
    """How far a worker said it may come, and of those up to there, whom it left out."""

    reach: int
    aside: Sequence[int]


def _take(
    session: Session, turn: Turn, *, now: datetime, progressed: bool = False, beats: int | None = None
) -> _Announced | None:
    """End a claim from outside, and say how far it may have come; None where it is not the last one any more."""
    deaths = literal(0) if progressed else Batch.deaths + 1
    worn_out = deaths > MAX_DEATHS
    taken = session.execute(
        update(Batch)
        .where(
            Batch.campaign_id == turn.campaign_id,
            Batch.number == turn.number,
            Batch.claims == turn.ticket,
            Batch.state == BatchState.SENDING,
            *([] if beats is None else [Batch.beats == beats]),
        )
        .values(
            state=BatchState.QUEUED,
            claims=Batch.claims + 1,
            deaths=deaths,
            due_at=case((worn_out, literal(now + REST, Batch.due_at.type)), else_=literal(now, Batch.due_at.type)),
            problem=case((worn_out, DEADLY), else_=Batch.problem),
        )
        .execution_options(synchronize_session=False)
        .returning(Batch.reach, Batch.aside)
    ).one_or_none()
    return _Announced(*taken) if taken else None


def _policy(session: Session, campaign_id: int) -> InDoubt:
    """Of a cancelled campaign nothing goes out again."""
    state, in_doubt = session.execute(
        select(Campaign.state, Campaign.in_doubt).where(Campaign.id == campaign_id)
    ).one()
    return InDoubt.LEAVE if state is State.CANCELLED else in_doubt


def _doubt(session: Session, campaign_id: int, which: ColumnElement[bool], in_doubt: InDoubt, now: datetime) -> None:
    again = in_doubt is InDoubt.AGAIN
    doubtful = and_(Message.campaign_id == campaign_id, Message.state == MessageState.QUEUED, which)
    keep_of_all(session, DIED, doubtful, now=now)
    session.execute(
        update(Message)
        .where(doubtful)
        .values(
            state=MessageState.QUEUED if again else after(MessageState.QUEUED, Happening.DOUBT),
            attempts=Message.attempts + 1,
            doubts=Message.doubts + int(again),
        )
        .execution_options(synchronize_session=False)
    )
