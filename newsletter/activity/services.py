"""Writing the log."""

from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.activity.models import Activity
from newsletter.fence import beyond


def record(
    session: Session,
    *,
    verb: str,
    subject_id: int,
    union_id: int,
    now: datetime,
    account_id: int | None = None,
    **details: str | int,
) -> None:
    """Add one line; it becomes true with the transaction it describes."""
    line = Activity(
        at=now, account_id=account_id, union_id=union_id, verb=verb, subject_id=subject_id, details=details
    )
    with beyond(session):  # who asks another union something writes that into its log, and cannot read it
        session.add(line)
