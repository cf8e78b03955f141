"""Writing an export from its first row to its last, in one view of the database, while others go on changing it."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from newsletter.delivery.post import Post
from newsletter.exporting import files, rows
from newsletter.exporting.archive.taking_out import write_archive
from newsletter.exporting.choice import Choice
from newsletter.exporting.columns import Column, Sheet
from newsletter.exporting.models import Export, ExportFormat
from newsletter.exporting.own_fields import fields_of, values
from newsletter.exporting.services.claiming import Claim, beat, claim, finish, give_back
from newsletter.exporting.tables import table
from newsletter.subscribers import queries
from newsletter.unions.models import Union

BEAT_S = 1.0

Progress = Callable[[int, int], None]
"""Told how many rows are written, of how many."""


class Unwanted(Exception):
    """Somebody cancelled it, or it is to begin again."""


class AskedToEnd(Exception):
    """The process is to end; somebody else begins anew."""


@dataclass(frozen=True)
class Office:
    """What writing stands on."""

    sessions: Callable[[], AbstractContextManager[Session]]
    """Each opens a session of its own that commits at its end."""

    reading: Callable[[], AbstractContextManager[Session]]
    """Each opens one that sees everything as it is then (`snapshots.snapshot`)."""

    home: Path
    post: Post
    """Makes the mails of an archive, and has the time."""

    stop: Callable[[], bool] = lambda: False


def write_export(office: Office, *, export_id: int) -> None:
    """Write it, unless it is taken or not wanted any more. No file is left that nobody can fetch."""
    with office.sessions() as session:
        claimed = claim(session, export_id=export_id, home=office.home, now=office.post.clock())
    if claimed is None:
        return
    try:
        written = _written(office, claimed)
        with office.sessions() as session:
            wanted = finish(session, claimed, rows=written, now=office.post.clock())
    except AskedToEnd:
        wanted = False
        with office.sessions() as session:
            give_back(session, claimed, now=office.post.clock())
    except Unwanted:
        wanted = False
    except BaseException:
        files.delete(office.home, claimed.path.name)
        raise
    if not wanted:
        files.delete(office.home, claimed.path.name)


def write_people(
    session: Session,
    *,
    union: Union,
    choice: Choice,
    columns: list[Column],
    form: ExportFormat,
    language: str,
    path: Path,
    now: datetime,
    tell: Progress = lambda _rows, _of: None,
) -> int:
    """Write a table of people into a file that is there; how many rows."""
    lists = {one.id: one for one in queries.visible_lists(session, union)}
    sheet = Sheet(columns, language, lists, fields_of(session, union))
    rule = rows.rule_of(session, union=union, choice=choice, now=now)
    in_all, written = rows.count(session, union=union, choice=choice, rule=rule), 0
    tell(written, in_all)
    with table(path, form, sheet.headings) as made:
        for people in rows.sets(session, union=union, choice=choice, rule=rule):
            ids = [one.subscriber_id for one in people]
            on = rows.lists_of(session, subscriber_ids=ids, list_ids=list(lists)) if sheet.tells_lists else {}
            held = values(session, union, ids) if sheet.tells_fields else {}
            made.add(sheet.cells(one, on.get(one.subscriber_id, ()), held.get(one.subscriber_id)) for one in people)
            written += len(people)
            tell(written, max(in_all, written))
    return written


def _written(office: Office, claimed: Claim) -> int:
    with office.reading() as session:
        export, tell = session.get_one(Export, claimed.export_id), _teller(office, claimed)
        if export.format is ExportFormat.ARCHIVE:
            return write_archive(
                session,
                union=export.union,
                path=claimed.path,
                post=office.post,
                now=office.post.clock(),
                tell=lambda written: tell(written, 0),
            )
        return write_people(
            session,
            union=export.union,
            choice=Choice.from_json(export.choice),
            columns=[Column(one) for one in export.columns],
            form=export.format,
            language=export.language,
            path=claimed.path,
            now=office.post.clock(),
            tell=tell,
        )


def _teller(office: Office, claimed: Claim) -> Progress:
    told = -BEAT_S

    def tell(written: int, in_all: int) -> None:
        nonlocal told
        if office.stop():
            raise AskedToEnd
        if time.monotonic() - told < BEAT_S:
            return
        told = time.monotonic()
        with office.sessions() as session:
            if not beat(session, claimed, rows=written, rows_in_all=in_all, now=office.post.clock()):
                raise Unwanted

    return tell
