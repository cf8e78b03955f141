"""Writing what the relay said into the ledger, in sets."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from newsletter.delivery.fates import Happening, MessageState, after
from newsletter.delivery.models import Message
from newsletter.delivery.replies import as_kept
from newsletter.delivery.retrying import next_try
from newsletter.delivery.services.claiming import Claim, Hold
from newsletter.mail.smtp import Kind, Outcome


def record(
    session: Session,
    taken: Claim,
    outcomes: Sequence[Outcome[int]],
    *,
    attempts: Mapping[int, int],
    hold: Hold,
    now: datetime,
) -> None:
    """Give each message of these outcomes its new state. `attempts` counts the tries by subscriber.

    Whoever lost the claim only says what the relay accepted: that stays true whatever the other worker does. The
    rest is for the other one to find out.
    """
    _accept(session, taken, [one.key for one in outcomes if one.kind is Kind.ACCEPTED], now)
    others = [one for one in outcomes if one.kind is not Kind.ACCEPTED]
    if others and hold is not Hold.LOST:
        session.connection().execute(_EACH, [_verdict(taken, one, attempts[one.key], now) for one in others])


_EACH = (
    update(Message.__table__)  # type: ignore[arg-type]  # a Table, whatever its declared type says
    .where(
        Message.__table__.c.campaign_id == bindparam("campaign"),
        Message.__table__.c.subscriber_id == bindparam("subscriber"),
        Message.__table__.c.state == MessageState.SENDING,
    )
    .values(state=bindparam("new_state"), retry_at=bindparam("again_at"), reply=bindparam("said"))
)


def put_back(session: Session, taken: Claim) -> None:
    """Return what was claimed and never handed over, as if it had not been claimed. Only for who holds the claim."""
    session.execute(
        update(Message)
        .where(
            Message.campaign_id == taken.campaign_id,
            Message.batch_number == taken.number,
            Message.state == MessageState.SENDING,
        )
        .values(state=after(MessageState.SENDING, Happening.NOT_TRIED), attempts=Message.attempts - 1)
        .execution_options(synchronize_session=False)
    )


def _accept(session: Session, taken: Claim, subscriber_ids: Collection[int], now: datetime) -> None:
    if not subscriber_ids:
        return
    session.execute(
        update(Message)
        .where(
            Message.campaign_id == taken.campaign_id,
            Message.subscriber_id.in_(subscriber_ids),
            Message.state == MessageState.SENDING,
        )
        .values(state=after(MessageState.SENDING, Happening.ACCEPTED), sent_at=now, reply=None)
        .execution_options(synchronize_session=False)
    )


def _verdict(taken: Claim, outcome: Outcome[int], attempts: int, now: datetime) -> dict[str, object]:
    again_at = None if outcome.kind is Kind.REFUSED else next_try(attempts, now)
    return {
        "campaign": taken.campaign_id,
        "subscriber": outcome.key,
        "new_state": after(MessageState.SENDING, _happening(outcome.kind, again_at)),
        "again_at": again_at,
        "said": as_kept(outcome.code, outcome.text),
    }


def _happening(kind: Kind, again_at: datetime | None) -> Happening:
    """A message in doubt is tried again like one put off: Message-ID folds the copies, a gap nobody mends."""
    if again_at is not None:
        return Happening.TRY_LATER
    return Happening.DOUBT if kind is Kind.IN_DOUBT else Happening.REFUSED
