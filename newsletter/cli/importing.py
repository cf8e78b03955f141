"""`newsletter import`: a union's roster, foretold or taken in."""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from newsletter.cli.commands import Commands, Refused, database, transaction, union_called
from newsletter.db import writing
from newsletter.links import Links
from newsletter.settings import Settings, load_settings
from newsletter.subscribers import queries
from newsletter.subscribers.importing import columns, running
from newsletter.subscribers.importing.reading.roster import Roster
from newsletter.subscribers.importing.values.dates import Order
from newsletter.subscribers.models import Basis, RosterImport
from newsletter.unions.models import Union

_TOLD_ROWS = 50_000
"""Rows between two lines about how far it is."""

_MEANING = {
    "new": "are new",
    "changed": "change what is known",
    "same": "change nothing",
    "gone": "left or were suppressed, and stay gone",
    running.REJECTED: "are rejected",
}


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("import", help="take in a union's roster: CSV or XLSX")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("file", nargs="?", type=Path, metavar="FILE")
    what.add_argument("--go-on", type=int, metavar="NUMBER", help="an import that was foretold or stopped")
    parser.add_argument("--union", metavar="NAME", help="whose members they are, such as ue")
    parser.add_argument("--dry-run", action="store_true", help="only tell what would happen")
    parser.add_argument(
        "--basis", type=Basis, choices=list(Basis), help="on which ground they are mailed; without one they are not"
    )
    parser.add_argument("--wording", metavar="TEXT", help="what they were told or agreed to: kept as evidence")
    parser.add_argument("--list", action="append", default=[], metavar="NAME", help="what they are mailed about")
    parser.add_argument(
        "--dates", type=Order, choices=list(Order), help="how the file writes dates, where it does not tell itself"
    )
    parser.set_defaults(run=_import)


def _import(asked: argparse.Namespace) -> None:
    settings = load_settings()
    number = asked.go_on or _begin(settings, asked)
    with database(settings) as engine:
        if asked.dry_run:
            _foretell(engine, settings, number)
        else:
            _run(engine, settings, number)


def _begin(settings: Settings, asked: argparse.Namespace) -> int:
    if not asked.union:
        raise Refused("say whose members they are: --union NAME")
    with transaction(settings) as session:
        union = union_called(session, asked.union)
        begun = running.begin(
            session,
            union=union,
            account_id=None,
            file=asked.file,
            imports=_imports(settings),
            ask=_ask(session, union, asked),
            order=asked.dates,
            language=settings.default_language,
            now=datetime.now(UTC),
        )
        _tell_columns(begun)
        return begun.id


def _ask(session: Session, union: Union, asked: argparse.Namespace) -> running.Ask | None:
    if asked.basis is None:
        if asked.list or asked.wording:
            raise Refused("say on which ground they are mailed: --basis")
        return None
    if not asked.list or not asked.wording:
        raise Refused("say what they are mailed about (--list) and what they were told or agreed to (--wording)")
    usable = {one.slug: one.id for one in queries.usable_lists(session, union)}
    if unknown := set(asked.list) - usable.keys():
        raise Refused(f"{union.short_name} has no list {min(unknown)!r}; there are: {', '.join(usable) or 'none'}")
    return running.Ask(asked.basis, asked.wording, tuple(usable[name] for name in asked.list))


def _foretell(engine: Engine, settings: Settings, number: int) -> None:
    """In a transaction that only reads: whoever sends meanwhile does not wait."""
    with Session(engine) as session:
        found = _found(session, number)
        counts = running.foretold(
            session, roster_import=found, imports=_imports(settings), signer=Links.of(settings).signer
        )
    _tell(counts)
    print(f"Nothing was changed. To take them in: newsletter import --go-on {number}")


def _run(engine: Engine, settings: Settings, number: int) -> None:
    imports, signer, told = _imports(settings), Links.of(settings).signer, 0
    with Session(writing(engine)) as session, session.begin():
        running.start(session, roster_import=_found(session, number))
    goes_on = True
    while goes_on:
        with Session(writing(engine)) as session, session.begin():
            goes_on = running.advance(
                session, roster_import_id=number, imports=imports, signer=signer, now=datetime.now(UTC)
            )
            rows = _found(session, number).rows
        if rows // _TOLD_ROWS > told:
            told = rows // _TOLD_ROWS
            print(f"{rows} rows; if this stops: newsletter import --go-on {number}", file=sys.stderr)
    with Session(engine) as session:
        done = _found(session, number)
        _tell(done.counts)
        if rejects := running.rejects_of(done, imports):
            print(f"What was rejected, and why: {rejects}")
        if not done.basis:
            print("They are not mailed: no ground was named (--basis).")
        running.forget_roster(done, imports)


def _found(session: Session, number: int) -> RosterImport:
    found = session.get(RosterImport, number)
    if found is None:
        raise Refused(f"there is no import {number}")
    return found


def _imports(settings: Settings) -> Path:
    return settings.home / "imports"


def _tell_columns(begun: RosterImport) -> None:
    names, mapping = Roster.from_json(begun.roster).header.names, columns.Mapping.from_json(begun.mapping)
    for field, place in mapping.fields.items():
        print(f"  {names[place]} → {field.value.replace('_', ' ')}")
    if unknown := mapping.unknown(names):
        print(f"  left out: {', '.join(unknown)}")


def _tell(counts: Mapping[str, int]) -> None:
    print(f"{sum(counts.values())} rows:")
    for outcome, meaning in _MEANING.items():
        if counts.get(outcome):
            print(f"  {counts[outcome]} {meaning}")
