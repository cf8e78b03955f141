"""What relays said to a campaign's messages, grouped by what it means (`delivery.meanings`).

Nobody is named: whom a mail was for was taken out before it was kept.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from newsletter.delivery.fates import MessageState
from newsletter.delivery.meanings import Meaning
from newsletter.delivery.models import Attempt, Message


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
    people = func.count(distinct(Attempt.subscriber_id))
    said = (
        select(Attempt.meaning, Message.state, people, func.min(Attempt.text))
        .join(
            Message,
            (Message.campaign_id == Attempt.campaign_id) & (Message.subscriber_id == Attempt.subscriber_id),
        )
        .where(Attempt.campaign_id == campaign_id, Message.campaign_id == campaign_id)
        .group_by(Attempt.meaning, Message.state)
        .order_by(people.desc(), Attempt.meaning, Message.state)
    )
    if union_ids is not None:
        said = said.where(Message.via_union_id.in_(union_ids))
    return [Said(*row) for row in session.execute(said)]
