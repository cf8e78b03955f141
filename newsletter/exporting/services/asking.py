"""Asking for an export, and thinking better of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.errors import NotVisible
from newsletter.exporting import files, rows
from newsletter.exporting.choice import Choice
from newsletter.exporting.columns import Column
from newsletter.exporting.lifecycle import ExportEvent, after
from newsletter.exporting.models import Export, ExportFormat
from newsletter.queueing import JobName, Outbox
from newsletter.unions.models import Union

PATIENCE = timedelta(seconds=30)
"""How long an export waits for its job before that is named again."""


def ask(
    session: Session,
    outbox: Outbox,
    *,
    union: Union,
    account_id: int,
    form: ExportFormat,
    language: str,
    choice: Choice | None = None,
    columns: Sequence[Column] = (),
    now: datetime,
) -> Export:
    """Let a worker write it. Without a choice it is the archive. Raises NotVisible for another union's list."""
    if choice and not rows.may_take(session, union=union, choice=choice):
        raise NotVisible
    asked = Export(
        union_id=union.id,
        account_id=account_id,
        format=form,
        language=language,
        choice=choice.to_json() if choice else {},
        columns=[column.value for column in columns],
        asked_at=now,
        due_at=now + PATIENCE,
    )
    session.add(asked)
    session.flush()
    _note(session, "export.asked", asked, account_id=account_id, now=now)
    outbox.name(JobName.WRITE_EXPORT, export_id=asked.id)
    return asked


def cancel(session: Session, *, export: Export, account_id: int, now: datetime) -> None:
    """Write no more of it. Whoever is writing notices, and deletes what there is. Raises ExportNotNow."""
    export.state = after(export.state, ExportEvent.CANCEL)
    export.due_at, export.ended_at, export.claims = None, now, export.claims + 1
    _note(session, "export.cancelled", export, account_id=account_id, now=now)
    session.flush()


def discard(session: Session, *, export: Export, home: Path, account_id: int | None, now: datetime) -> None:
    """Delete its file before it expires. Raises ExportNotNow."""
    export.state = after(export.state, ExportEvent.DELETE)
    files.delete(home, export.file)
    export.file = export.expires_at = None
    _note(session, "export.deleted", export, account_id=account_id, now=now)
    session.flush()


def _note(session: Session, verb: str, export: Export, *, account_id: int | None, now: datetime) -> None:
    record(
        session,
        verb=verb,
        subject_id=export.id,
        union_id=export.union_id,
        account_id=account_id,
        now=now,
        format=export.format.value,
    )
