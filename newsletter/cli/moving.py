"""`newsletter export-union` and `import-union`: a union leaves with everything, and comes somewhere else."""

import argparse
import re
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from newsletter.cli.commands import Commands, Refused, database, transaction, union_called
from newsletter.cli.exporting import new_file, note
from newsletter.db import writing
from newsletter.exporting.archive.bringing_in import bring_in
from newsletter.exporting.archive.taking_out import write_archive
from newsletter.exporting.models import ExportFormat
from newsletter.exporting.office import silent_post
from newsletter.exporting.snapshots import snapshot
from newsletter.links import Links
from newsletter.settings import load_settings

_TOLD_LINES = 100_000
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


def add(commands: Commands) -> None:
    """Add both."""
    out = commands.add_parser("export-union", help="take out all that a union has, as one archive (docs/archive.md)")
    out.add_argument("file", type=Path, metavar="FILE", help="a new one, such as ue.zip")
    out.add_argument("--union", required=True, metavar="NAME", help="which one, such as ue")
    out.set_defaults(run=_export)
    back = commands.add_parser("import-union", help="take in a union from the archive of another installation")
    back.add_argument("file", type=Path, metavar="FILE")
    back.add_argument("--as", dest="slug", metavar="NAME", help="what to call it here, where its own name is taken")
    back.set_defaults(run=_import)


def _export(asked: argparse.Namespace) -> None:
    settings = load_settings()
    with database(settings) as engine:
        with snapshot(partial(Session, engine)) as session:
            union = union_called(session, asked.union)
            new_file(asked.file)
            written = write_archive(
                session,
                union=union,
                path=asked.file,
                post=silent_post(settings, _now),
                now=_now(),
                tell=_tell,
            )
            union_id = union.id
        with Session(writing(engine)) as session, session.begin():
            note(session, union_id=union_id, form=ExportFormat.ARCHIVE, rows=written)
    print(f"{written} lines are in {asked.file}, which only you can read: it holds every member's address.")


def _tell(lines: int) -> None:
    if lines % _TOLD_LINES == 0:
        print(f"{lines} lines", file=sys.stderr)


def _import(asked: argparse.Namespace) -> None:
    if asked.slug is not None and not _SLUG.fullmatch(asked.slug):
        raise Refused("a union's name here is of small letters, digits and hyphens: it stands in addresses")
    settings = load_settings()
    with transaction(settings) as session:
        brought = bring_in(session, path=asked.file, slug=asked.slug, signer=Links.of(settings).signer, now=_now())
        slug = brought.union.slug
    print(f"{brought.people} people and {brought.campaigns} campaigns of {slug} are here.")
    if brought.unknown_suppressions:
        print(
            f"{brought.unknown_suppressions} addresses that must not be mailed are known by hashes under another key,"
            " and could not be taken in (docs/archive.md, Who left)."
        )
    print(f"Nobody works for it yet: newsletter account role ADDRESS {slug} owner")


def _now() -> datetime:
    return datetime.now(UTC)
