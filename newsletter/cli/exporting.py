"""`newsletter export`: a union's people as a table."""

import argparse
import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.audiences.queries import segments
from newsletter.cli.commands import Commands, Refused, database, union_called
from newsletter.db import writing
from newsletter.exporting.choice import Choice
from newsletter.exporting.columns import OF_A_LIST, USUAL, Column
from newsletter.exporting.models import ExportFormat
from newsletter.exporting.services.writing import write_people
from newsletter.exporting.snapshots import snapshot
from newsletter.settings import load_settings
from newsletter.subscribers import queries
from newsletter.subscribers.models import Standing
from newsletter.unions.models import Union

_FORMATS = {".csv": ExportFormat.CSV, ".xlsx": ExportFormat.XLSX}


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("export", help="take out a union's people: CSV or XLSX")
    parser.add_argument("file", type=Path, metavar="FILE", help="a new one; its ending says which kind")
    parser.add_argument("--union", required=True, metavar="NAME", help="whose members, such as ue")
    some = parser.add_mutually_exclusive_group()
    some.add_argument("--list", metavar="NAME", help="only those on this list")
    some.add_argument("--segment", metavar="NAME", help="only those whom this segment means")
    parser.add_argument(
        "--standing", type=Standing, choices=list(Standing), default=Standing.CONFIRMED, help="how they stand with it"
    )
    parser.add_argument("--former", action="store_true", help="also those who are members no more")
    parser.add_argument(
        "--columns", type=_columns, metavar="A,B", help=f"of: {', '.join(Column)}; otherwise the usual ones"
    )
    parser.add_argument("--language", metavar="CODE", help="of the headings")
    parser.set_defaults(run=_export)


def _columns(text: str) -> list[Column]:
    return [Column(one.strip()) for one in text.split(",")]


def _export(asked: argparse.Namespace) -> None:
    form = _FORMATS.get(asked.file.suffix.lower())
    if form is None:
        raise Refused(f"a file of which kind? its name ends neither in {' nor in '.join(_FORMATS)}")
    settings = load_settings()
    with database(settings) as engine:
        with snapshot(partial(Session, engine)) as session:
            union = union_called(session, asked.union)
            choice = Choice(
                _list(session, union, asked.list),
                asked.standing,
                asked.former,
                _segment(session, union, asked.segment),
            )
            new_file(asked.file)
            written = write_people(
                session,
                union=union,
                choice=choice,
                columns=asked.columns or [one for one in USUAL if choice.list_id or one not in OF_A_LIST],
                form=form,
                language=asked.language or settings.default_language,
                path=asked.file,
                now=datetime.now(UTC),
            )
            union_id = union.id
        with Session(writing(engine)) as session, session.begin():
            note(session, union_id=union_id, form=form, rows=written)
    print(f"{written} people are in {asked.file}, which only you can read.")


def note(session: Session, *, union_id: int, form: ExportFormat, rows: int) -> None:
    """In the union's log: the operator has no account."""
    record(
        session,
        verb="export.written",
        subject_id=0,
        union_id=union_id,
        now=datetime.now(UTC),
        format=form.value,
        rows=rows,
    )


def new_file(path: Path) -> None:
    """Made for us alone to read. Raises Refused where there is one: it may be somebody's only copy."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise Refused(f"{path} is there already; name another, or delete it") from None


def _list(session: Session, union: Union, name: str | None) -> int | None:
    if name is None:
        return None
    visible = {one.slug: one.id for one in queries.visible_lists(session, union)}
    if name not in visible:
        raise Refused(f"{union.short_name} has no list {name!r}; there are: {', '.join(visible) or 'none'}")
    return visible[name]


def _segment(session: Session, union: Union, name: str | None) -> int | None:
    if name is None:
        return None
    known = {one.name: one.id for one in segments(session, union_id=union.id)}
    if name not in known:
        raise Refused(f"{union.short_name} has no segment {name!r}; there are: {', '.join(known) or 'none'}")
    return known[name]
