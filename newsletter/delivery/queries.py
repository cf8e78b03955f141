"""Reading the ledger."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, cast, func, select, union_all
from sqlalchemy.orm import Session

from newsletter.audiences import Reason
from newsletter.campaigns.models import Campaign
from newsletter.delivery.fates import FATES, UNDER_WAY, MessageState
from newsletter.delivery.models import Batch, KeptLine, Message
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
    """The ledger of a campaign in sums, of these unions only or of all; what was forgotten counts as it was then."""
    what = (Message.via_union_id, Message.language, Message.state, Message.reason)
    there = select(*what, func.count().label("messages")).where(Message.campaign_id == campaign_id).group_by(*what)
    kept = select(KeptLine.via_union_id, KeptLine.language, KeptLine.state, KeptLine.reason, KeptLine.messages).where(
        KeptLine.campaign_id == campaign_id
    )
    if union_ids is not None:
        there, kept = (
            there.where(Message.via_union_id.in_(union_ids)),
            kept.where(KeptLine.via_union_id.in_(union_ids)),
        )
    both = union_all(there, kept).subquery()
    key = (both.c.via_union_id, both.c.language, both.c.state, both.c.reason)
    counted = (
        select(*key, cast(func.sum(both.c.messages), BigInteger))
        .group_by(*key)
        .order_by(*key[:3], both.c.reason.nulls_first())
    )
    return [Line(*row) for row in session.execute(counted)]


def audience(session: Session, *, campaign_id: int, union_ids: Collection[int] | None = None) -> int:
    """Everybody in the ledger, there or forgotten, counted on their own, so that a lost message would show."""
    there = select(func.count()).select_from(Message).where(Message.campaign_id == campaign_id)
    kept = select(func.coalesce(func.sum(KeptLine.messages), 0)).where(KeptLine.campaign_id == campaign_id)
    if union_ids is not None:
        there, kept = (
            there.where(Message.via_union_id.in_(union_ids)),
            kept.where(KeptLine.via_union_id.in_(union_ids)),
        )
    return session.scalars(there).one() + int(session.scalars(kept).one())


def remain(session: Session, *, campaign_id: int) -> bool:
    """Whether some of a campaign's messages are still in the ledger."""
    return (
        session.scalar(select(Message.subscriber_id).where(Message.campaign_id == campaign_id).limit(1)) is not None
    )


def fates(session: Session, *, campaign_id: int, union_ids: Collection[int] | None = None) -> Fates:
    """The sums over all of it."""
    found = lines(session, campaign_id=campaign_id, union_ids=union_ids)
    sums = {str(state): sum(line.count for line in found if line.state is state) for state in FATES}
    return Fates(
        audience=audience(session, campaign_id=campaign_id, union_ids=union_ids),
        under_way=sum(line.count for line in found if line.state in UNDER_WAY),
        **sums,
    )


def sent_again(session: Session, *, campaign_id: int, union_ids: Collection[int] | None = None) -> int:
    """How often a mail of these unions, or of all, was in doubt and sent again."""
    there = select(func.coalesce(func.sum(Message.doubts), 0)).where(
        Message.campaign_id == campaign_id, Message.doubts > 0
    )
    kept = select(func.coalesce(func.sum(KeptLine.doubts), 0)).where(KeptLine.campaign_id == campaign_id)
    if union_ids is not None:
        there, kept = (
            there.where(Message.via_union_id.in_(union_ids)),
            kept.where(KeptLine.via_union_id.in_(union_ids)),
        )
    return session.scalars(there).one() + int(session.scalars(kept).one())


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
