"""What relays said to a campaign's messages, grouped by what it means (`delivery.meanings`).

Nobody is named: whom a mail was for was taken out before it was kept.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, cast, distinct, func, select, union_all
from sqlalchemy.orm import Session

from newsletter.delivery.fates import MessageState
from newsletter.delivery.meanings import Meaning
from newsletter.delivery.models import Attempt, KeptReply, Message


@dataclass(frozen=True)
class Said:
    """So many messages got an answer of this meaning, at whatever try, and this became of them since."""

    meaning: Meaning
    state: MessageState
    count: int
    example: str
    """In a relay's own words, without the name of whom it was about."""


def replies(session: Session, *, campaign_id: int, union_ids: Collection[int] | None) -> Sequence[Said]:
    """The most frequent first. Who was put off ten times for one reason counts once. Index: both tables' keys."""
    there = (
        select(
            Attempt.meaning,
            Message.state,
            func.count(distinct(Attempt.subscriber_id)).label("messages"),
            func.min(Attempt.text).label("example"),
        )
        .join(
            Message,
            (Message.campaign_id == Attempt.campaign_id) & (Message.subscriber_id == Attempt.subscriber_id),
        )
        .where(Attempt.campaign_id == campaign_id, Message.campaign_id == campaign_id)
        .group_by(Attempt.meaning, Message.state)
    )
    kept = select(KeptReply.meaning, KeptReply.state, KeptReply.messages, KeptReply.example).where(
        KeptReply.campaign_id == campaign_id
    )
    if union_ids is not None:
        there, kept = (
            there.where(Message.via_union_id.in_(union_ids)),
            kept.where(KeptReply.via_union_id.in_(union_ids)),
        )
    both = union_all(there, kept).subquery()
    count = cast(func.sum(both.c.messages), BigInteger)
    said = (
        select(both.c.meaning, both.c.state, count, func.min(both.c.example))
        .group_by(both.c.meaning, both.c.state)
        .order_by(count.desc(), both.c.meaning, both.c.state)
    )
    return [Said(*row) for row in session.execute(said)]
