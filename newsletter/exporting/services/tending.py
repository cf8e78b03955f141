"""What happens to exports by itself: jobs that were lost are named again, and files that are old are deleted."""

from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from newsletter.exporting import files
from newsletter.exporting.lifecycle import ExportEvent, ExportState, after
from newsletter.exporting.models import Export
from newsletter.exporting.services.asking import PATIENCE, discard
from newsletter.queueing import JobName, Outbox

_STRAY = timedelta(days=1)
"""A file no row knows of is left by a worker that died; a younger one may just be made."""


def tend(session: Session, outbox: Outbox, *, home: Path, now: datetime) -> None:
    """All that is due. Index: ix_export_waiting; of the others there are few that have a file."""
    overdue = (
        update(Export)
        .where(Export.due_at <= now, Export.state == ExportState.QUEUED)
        .values(due_at=now + PATIENCE)
        .returning(Export.id)
        .execution_options(synchronize_session=False)
    )
    silent = select(Export.id).where(Export.due_at <= now, Export.state == ExportState.WRITING)
    for export_id in [*session.scalars(overdue), *session.scalars(silent)]:
        outbox.name(JobName.WRITE_EXPORT, export_id=export_id)
    for export in session.scalars(
        select(Export).where(Export.state == ExportState.READY, Export.expires_at <= now).with_for_update()
    ):
        discard(session, export=export, home=home, account_id=None, now=now)
    _delete_strays(session, home, now)


def forget_exports(session: Session, *, home: Path, union_ids: Collection[int], now: datetime) -> int:
    """Delete every file of these unions, because somebody in one of them is to be forgotten; how many there were.

    What is being written begins again, without them. To be called after the person was taken out, in the same
    transaction: a file that is gone although that is rolled back can be asked for again.
    """
    there = 0
    for export in session.scalars(
        select(Export)
        .where(
            Export.union_id.in_(union_ids),
            Export.state.in_((ExportState.WRITING, ExportState.READY)),
        )
        .with_for_update()
    ):
        there += 1
        if export.state is ExportState.READY:
            discard(session, export=export, home=home, account_id=None, now=now)
        else:
            files.delete(home, export.file)
            export.state = after(export.state, ExportEvent.BEGIN_AGAIN)
            export.file, export.claims, export.due_at = None, export.claims + 1, now
    session.flush()
    return there


def _delete_strays(session: Session, home: Path, now: datetime) -> None:
    """What neither a row names nor somebody is writing beside a workbook."""
    known = set(session.scalars(select(Export.file).where(Export.file.is_not(None))))
    for path in files.folder(home).iterdir():
        if path.name not in known and path.stat().st_mtime < (now - _STRAY).timestamp():
            path.unlink(missing_ok=True)
