"""Who writes an export: one worker at a time, who says that it goes on, and is told when it is not to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.db import rows_changed
from newsletter.exporting import files
from newsletter.exporting.lifecycle import ExportEvent, ExportState, after
from newsletter.exporting.models import Export

SILENCE = timedelta(minutes=5)
"""Without a sign of life for so long its writer is taken for dead: more than the end of a large workbook takes."""

LIFE = timedelta(days=3)
"""How long a file can be fetched."""


MOST_TRIES = 5
"""What was begun so often and never ended is not tried again; its page says that nothing was kept."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One worker's right to write an export: it holds as long as nobody counted on."""

    export_id: int
    number: int
    path: Path


def claim(session: Session, *, export_id: int, home: Path, now: datetime) -> Claim | None:
    """Take it up, unless somebody else has it or nobody wants it. What a dead worker wrote is deleted."""
    export = session.get_one(Export, export_id, with_for_update=True, populate_existing=True)
    waits = export.state is ExportState.QUEUED
    is_orphan = export.state is ExportState.WRITING and export.due_at is not None and export.due_at <= now
    if not (waits or is_orphan):
        return None
    files.delete(home, export.file)
    if export.claims >= MOST_TRIES:
        export.state = after(export.state, ExportEvent.CANCEL)
        export.file, export.due_at, export.ended_at = None, None, now
        session.flush()
        return None
    path = files.new_file(home)
    export.state = after(export.state, ExportEvent.CLAIM)
    export.file, export.claims, export.rows = path.name, export.claims + 1, 0
    export.began_at, export.due_at = now, now + SILENCE
    session.flush()
    return Claim(export.id, export.claims, path)


def beat(session: Session, claim: Claim, *, rows: int, rows_in_all: int, now: datetime) -> bool:
    """Say how far one is; False: it is not wanted any more."""
    going_on = (
        update(Export)
        .where(Export.id == claim.export_id, Export.claims == claim.number, Export.state == ExportState.WRITING)
        .values(rows=rows, rows_in_all=rows_in_all, due_at=now + SILENCE)
    )
    return rows_changed(session, going_on) == 1


def finish(session: Session, claim: Claim, *, rows: int, now: datetime) -> bool:
    """The file is whole and can be fetched; False: it is not wanted any more."""
    export = session.get_one(Export, claim.export_id, with_for_update=True, populate_existing=True)
    if export.claims != claim.number or export.state is not ExportState.WRITING:
        return False
    export.state = after(export.state, ExportEvent.FINISH)
    export.rows = export.rows_in_all = rows
    export.size_bytes = claim.path.stat().st_size
    export.due_at, export.ended_at, export.expires_at = None, now, now + LIFE
    record(
        session,
        verb="export.written",
        subject_id=export.id,
        union_id=export.union_id,
        account_id=export.account_id,
        now=now,
        format=export.format.value,
        rows=rows,
    )
    session.flush()
    return True


def give_back(session: Session, claim: Claim, *, now: datetime) -> None:
    """Leave it to somebody else: one was asked to end."""
    export = session.get_one(Export, claim.export_id, with_for_update=True, populate_existing=True)
    if export.claims == claim.number and export.state is ExportState.WRITING:
        export.state = after(export.state, ExportEvent.BEGIN_AGAIN)
        export.file, export.due_at = None, now
        session.flush()
