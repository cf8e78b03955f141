"""Writing down a mail to be sent, and naming the job that sends it."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from newsletter.queueing import JobName, Outbox
from newsletter.subscribers.asking import Asked
from newsletter.subscribers.models import Notice, NoticeKind, NoticeState

PATIENCE = timedelta(seconds=30)
"""How long a notice waits for its job before the sweep names the job again."""


def notify(
    session: Session,
    outbox: Outbox,
    *,
    kind: NoticeKind,
    subscriber_id: int,
    union_id: int,
    asked: Asked,
    now: datetime,
) -> Notice:
    """Queue one mail to one person."""
    notice = Notice(
        kind=kind,
        subscriber_id=subscriber_id,
        union_id=union_id,
        asked=asked.to_json(),
        asked_at=now,
        due_at=now + PATIENCE,
    )
    _write(session, outbox, notice)
    return notice


def withhold(
    session: Session,
    outbox: Outbox,
    *,
    kind: NoticeKind,
    subscriber_id: int,
    union_id: int,
    asked: Asked,
    now: datetime,
) -> Notice:
    """Do all that `notify` does, for a mail that must not be sent; its job finds that there is nothing to do."""
    notice = Notice(
        kind=kind,
        subscriber_id=subscriber_id,
        union_id=union_id,
        asked=asked.to_json(),
        asked_at=now,
        state=NoticeState.FAILED,
    )
    _write(session, outbox, notice)
    return notice


def _write(session: Session, outbox: Outbox, notice: Notice) -> None:
    session.add(notice)
    session.flush()
    outbox.name(JobName.SEND_NOTICE, notice_id=notice.id)
