"""Writing the log."""

from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.activity.models import Activity


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
    session.add(
        Activity(at=now, account_id=account_id, union_id=union_id, verb=verb, subject_id=subject_id, details=details)
    )
