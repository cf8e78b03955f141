"""Writing what the relay said into the ledger, in sets."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from newsletter.campaigns.models import InDoubt
from newsletter.db import among
from newsletter.delivery.fates import Happening, MessageState, after
from newsletter.delivery.models import Message
from newsletter.delivery.replies import as_kept
from newsletter.delivery.retrying import next_try
from newsletter.mail.smtp import Kind, Outcome


def record(
    session: Session, *, campaign_id: int, outcomes: Sequence[Outcome[int]], in_doubt: InDoubt, now: datetime
) -> None:
    """Give each message of these outcomes its new state. Only for who holds the claim."""
    accept(session, campaign_id=campaign_id, outcomes=outcomes, now=now)
    others = {one.key: one for one in outcomes if one.kind not in {Kind.ACCEPTED, Kind.UNSENT}}
    if others:
        tries = _tries(session, campaign_id, others)
        verdicts = [_verdict(campaign_id, others[key], *tries[key], in_doubt, now) for key in tries]
        if verdicts:
            session.connection().execute(_EACH, verdicts)


def accept(session: Session, *, campaign_id: int, outcomes: Collection[Outcome[int]], now: datetime) -> None:
    """Write down what the relay took. That is true whoever says it, also who lost the claim meanwhile."""
    taken = [one.key for one in outcomes if one.kind is Kind.ACCEPTED]
    if not taken:
        return
    session.execute(
        update(Message)
        .where(
            Message.campaign_id == campaign_id,
            among(session, Message.subscriber_id, taken),
            Message.state != MessageState.SENT,
        )
        .values(
            state=after(MessageState.QUEUED, Happening.ACCEPTED),
            attempts=Message.attempts + 1,
            sent_at=now,
            reply=None,
            reason=None,
            retry_at=None,
        )
        .execution_options(synchronize_session=False)
    )


_EACH = (
    update(Message.__table__)  # type: ignore[arg-type]  # a Table, whatever its declared type says
    .where(
        Message.__table__.c.campaign_id == bindparam("campaign"),
        Message.__table__.c.subscriber_id == bindparam("subscriber"),
        Message.__table__.c.state == MessageState.QUEUED,
    )
    .values(
        state=bindparam("new_state"),
        attempts=bindparam("tried"),
        doubts=bindparam("doubted"),
        retry_at=bindparam("again_at"),
        reply=bindparam("said"),
    )
)


def _tries(session: Session, campaign_id: int, keys: Collection[int]) -> Mapping[int, tuple[int, int]]:
    """The attempts and doubts so far of those that are still queued."""
    rows = session.execute(
        select(Message.subscriber_id, Message.attempts, Message.doubts).where(
            Message.campaign_id == campaign_id,
            among(session, Message.subscriber_id, keys),
            Message.state == MessageState.QUEUED,
        )
    )
    return {key: (attempts, doubts) for key, attempts, doubts in rows}


def _verdict(  # noqa: PLR0917 (a private step of `record`)
    campaign_id: int, outcome: Outcome[int], attempts: int, doubts: int, in_doubt: InDoubt, now: datetime
) -> dict[str, object]:
    again_at = _again_at(outcome.kind, attempts + 1, in_doubt, now)
    unknown = outcome.kind is Kind.IN_DOUBT
    return {
        "campaign": campaign_id,
        "subscriber": outcome.key,
        "new_state": after(MessageState.QUEUED, _happening(again_at, may_have_it=unknown or doubts > 0)),
        "tried": attempts + 1,
        "doubted": doubts + 1 if unknown and again_at else doubts,
        "again_at": again_at,
        "said": as_kept(outcome.code, outcome.text),
    }


def _again_at(kind: Kind, attempts: int, in_doubt: InDoubt, now: datetime) -> datetime | None:
    if kind is Kind.REFUSED or (kind is Kind.IN_DOUBT and in_doubt is InDoubt.LEAVE):
        return None
    return next_try(attempts, now)


def _happening(again_at: datetime | None, *, may_have_it: bool) -> Happening:
    """Who may have got it at some try has not failed to get it."""
    if again_at is not None:
        return Happening.TRY_LATER
    return Happening.DOUBT if may_have_it else Happening.REFUSED
