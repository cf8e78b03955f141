"""A small table at once, without a worker: written, handed over, and kept nowhere."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.errors import NotVisible
from newsletter.exporting import files, rows
from newsletter.exporting.choice import Choice
from newsletter.exporting.columns import Column
from newsletter.exporting.lifecycle import ExportState
from newsletter.exporting.models import Export, ExportFormat
from newsletter.exporting.services.writing import write_people
from newsletter.unions.models import Union

AT_ONCE = 2_000
"""Rows that are written while somebody waits: under a second."""


def is_small(session: Session, *, union: Union, choice: Choice, now: datetime) -> bool:
    """Whether there are no more rows than can be waited for. More are not counted. Raises NotVisible or BadRule."""
    rule = rows.rule_of(session, union=union, choice=choice, now=now)
    return rows.count(session, union=union, choice=choice, rule=rule, most=AT_ONCE + 1) <= AT_ONCE


def take(
    session: Session,
    *,
    union: Union,
    account_id: int,
    form: ExportFormat,
    language: str,
    choice: Choice,
    columns: list[Column],
    home: Path,
    now: datetime,
) -> bytes:
    """Write it and note who took it. Raises NotVisible for another union's list."""
    if not rows.may_take(session, union=union, choice=choice):
        raise NotVisible
    path = files.new_file(home)
    try:
        written = write_people(
            session,
            union=union,
            choice=choice,
            columns=columns,
            form=form,
            language=language,
            path=path,
            now=now,
        )
        content = path.read_bytes()
    finally:
        path.unlink()
    taken = Export(
        union_id=union.id,
        account_id=account_id,
        state=ExportState.GONE,
        format=form,
        language=language,
        choice=choice.to_json(),
        columns=[one.value for one in columns],
        asked_at=now,
        rows=written,
        rows_in_all=written,
        began_at=now,
        ended_at=now,
    )
    session.add(taken)
    session.flush()
    record(
        session,
        verb="export.written",
        subject_id=taken.id,
        union_id=union.id,
        account_id=account_id,
        now=now,
        format=form.value,
        rows=written,
    )
    return content
