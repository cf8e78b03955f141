"""Reading the ledger."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsletter.audiences import Reason
from newsletter.campaigns.models import Campaign
from newsletter.delivery.fates import FATES, UNDER_WAY, MessageState
from newsletter.delivery.models import Batch, Message
from newsletter.mail.smtp import without_addresses


@dataclass(frozen=True)
class Line:
    """So many messages of one union and language in one state for one reason."""

    union_id: int
    language: str
    state: MessageState
    reason: Reason | None
    count: int


@dataclass(frozen=True)
class Fates:
    """What became of a campaign's messages; `under_way` is nought when it is over."""

    audience: int
    sent: int
    failed: int
    suppressed: int
    held: int
    uncertain: int
    under_way: int

    @property
    def adds_up(self) -> bool:
        """Every message has exactly one fate, or is on its way to one (PRODUCT.md, rule 7)."""
        return self.audience == (
            self.sent + self.failed + self.suppressed + self.held + self.uncertain + self.under_way
        )


def lines(session: Session, *, campaign_id: int, union_ids: Collection[int] | None = None) -> Sequence[Line]:
    """The ledger of a campaign in sums, of these unions only or of all."""
    counted = (
        select(Message.via_union_id, Message.language, Message.state, Message.reason, func.count())
        .where(Message.campaign_id == campaign_id)
        .group_by(Message.via_union_id, Message.language, Message.state, Message.reason)
        .order_by(Message.via_union_id, Message.language, Message.state, Message.reason.nulls_first())
    )
    if union_ids is not None:
        counted = counted.where(Message.via_union_id.in_(union_ids))
    return [Line(*row) for row in session.execute(counted)]


def fates(session: Session, *, campaign_id: int, union_ids: Collection[int] | None = None) -> Fates:
    """The sums over all of it. The audience is counted on its own, so that a lost message would show."""
    found = lines(session, campaign_id=campaign_id, union_ids=union_ids)
    audience = select(func.count()).select_from(Message).where(Message.campaign_id == campaign_id)
    if union_ids is not None:
        audience = audience.where(Message.via_union_id.in_(union_ids))
    sums = {str(state): sum(line.count for line in found if line.state is state) for state in FATES}
    return Fates(
        audience=session.scalars(audience).one(),
        under_way=sum(line.count for line in found if line.state in UNDER_WAY),
        **sums,
    )


def sent_again(session: Session, *, campaign_id: int, union_ids: Collection[int] | None = None) -> int:
    """How often a mail of these unions, or of all, was in doubt and sent again."""
    doubts = select(func.coalesce(func.sum(Message.doubts), 0)).where(
        Message.campaign_id == campaign_id, Message.doubts > 0
    )
    if union_ids is not None:
        doubts = doubts.where(Message.via_union_id.in_(union_ids))
    return session.scalars(doubts).one()


def problems(
    session: Session, *, campaign_id: int, union_ids: Collection[int] | None = None
) -> Sequence[tuple[str, int]]:
    """What keeps batches of these unions, or of all, from going out now, and how many. Nobody is named in it."""
    kept = (
        select(Batch.problem, func.count())
        .where(Batch.campaign_id == campaign_id, Batch.problem.is_not(None))
        .group_by(Batch.problem)
        .order_by(func.count().desc())
    )
    if union_ids is not None:
        kept = kept.where(Batch.via_union_id.in_(union_ids))
    return [(without_addresses(problem), count) for problem, count in session.execute(kept) if problem]


def sent_to(
    session: Session, *, subscriber_id: int, union_ids: Collection[int], limit: int = 100
) -> Sequence[tuple[Message, Campaign]]:
    """What a person was meant to get through these unions, the last first. Index: ix_message_subscriber_id."""
    return [
        (message, campaign)
        for message, campaign in session.execute(
            select(Message, Campaign)
            .join(Campaign, Campaign.id == Message.campaign_id)
            .where(Message.subscriber_id == subscriber_id, Message.via_union_id.in_(union_ids))
            .order_by(Message.campaign_id.desc())
            .limit(limit)
        )
    ]
