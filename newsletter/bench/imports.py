"""What a roster costs from file to last committed row, beside the driver's barest upsert of the same people."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from newsletter.bench import processes, rosters
from newsletter.bench.databases import running_database
from newsletter.bench.errors import BenchError
from newsletter.bench.population import found as found_union
from newsletter.bench.upserting import Row, upsert
from newsletter.db import make_engine, writing
from newsletter.migrations import downgrade, upgrade
from newsletter.subscribers.importing import running
from newsletter.subscribers.importing.columns import is_known
from newsletter.subscribers.importing.entries import Entry, Ground, locals_by_key
from newsletter.subscribers.importing.outcomes import Outcome
from newsletter.subscribers.importing.reading.roster import roster_of
from newsletter.subscribers.importing.source import Source, mapping_of
from newsletter.subscribers.models import (
    Basis,
    ConsentRecord,
    MailedBy,
    MailingList,
    MemberRole,
    RosterImport,
    Scope,
    Suppression,
    SuppressionReason,
)
from newsletter.subscribers.models.membership import call_name, sort_name
from newsletter.tokens import Signer
from newsletter.unions.models import Local, Union, UnionKind
from newsletter.unions.queries import locals_of

GONE_EVERY = 500
"""So many rows to one of somebody who left."""

_EARLY = 10
"""After a tenth of the rows memory is looked at, too: it should be the same at the end."""

_SIGNER = Signer("bench")


@dataclass(frozen=True)
class ImportBench:
    """What is asked for."""

    rows: int = 100_000
    database: str = "sqlite"


@dataclass(frozen=True)
class _Desk:
    """One union with a list to put its members on."""

    union_id: int
    list_id: int


@dataclass(frozen=True)
class _Measured:
    ours_s: float
    early_rss_mb: float
    rss_mb: float
    counts: dict[str, int]


def bench_imports(asked: ImportBench) -> dict[str, Any]:
    """Run it and return the figures. Raises BenchError when somebody is missing.

    Both have the same database one after the other, empty each time.
    """
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsletter-bench-")))
        engine = make_engine(stack.enter_context(running_database(home, asked.database)))
        stack.callback(engine.dispose)
        file = home / "members.csv"
        rosters.write_roster(file, asked.rows)
        desk = _open_desk(engine, asked.rows)
        measured = _import(engine, desk, file, home / "imports", asked.rows)
        downgrade(engine)
        desk = _open_desk(engine, asked.rows)
        reference_s = upsert(engine, _finished(engine, desk, file), **asdict(desk))
    return {
        "ours": round(measured.ours_s, 2),
        "reference": round(reference_s, 2),
        "ratio": round(measured.ours_s / reference_s, 2),
        "rows_per_s": round(asked.rows / measured.ours_s),
        "worker_rss_mb": round(measured.rss_mb, 1),
        "worker_rss_mb_early": round(measured.early_rss_mb, 1),
        "counts": measured.counts,
        **asdict(asked),
    }


def _open_desk(engine: Engine, rows: int) -> _Desk:
    """An empty database, a union, and those who left it before."""
    upgrade(engine)
    with Session(writing(engine)) as session, session.begin():
        union = found_union(session, "union", UnionKind.UNION)
        union.languages, union.countries = ["en", "fr", "es"], ["CA", "US"]
        topic = MailingList(
            union_id=union.id,
            slug="bench",
            is_public=True,
            mailed_by=MailedBy.OWNER,
            name={"en": "Bench"},
            description={},
            position=1,
        )
        session.add(topic)
        for number in range(1, rosters.LOCALS + 1):
            session.add(Local(union_id=union.id, number=str(number), name=f"{number}", country="CA", region="CA-ON"))
        session.execute(insert(Suppression), list(_leavers(union.id, rows)))
        return _Desk(union.id, topic.id)


def _leavers(union_id: int, rows: int) -> Iterator[dict[str, Any]]:
    for number in range(0, rows, GONE_EVERY):
        yield {
            "address_hash": _SIGNER.address_hash(rosters.address(number)),
            "scope": Scope.UNION,
            "union_id": union_id,
            "reason": SuppressionReason.LEFT,
            "at": datetime.now(UTC),
        }


def _import(engine: Engine, desk: _Desk, file: Path, imports: Path, rows: int) -> _Measured:
    """As the command line does it, a transaction for each set."""
    processes.forget_own_peak()
    began, early_rss_mb = time.perf_counter(), 0.0
    number, done = _begin(engine, desk, file, imports), 0
    goes_on = True
    while goes_on:
        with Session(writing(engine)) as session, session.begin():
            goes_on = running.advance(
                session, roster_import_id=number, imports=imports, signer=_SIGNER, now=datetime.now(UTC)
            )
            done = session.get_one(RosterImport, number).rows
        if not early_rss_mb and done >= rows // _EARLY:
            early_rss_mb = processes.own_peak_rss_mb()
    ours_s = time.perf_counter() - began
    with Session(engine) as session:
        counts = session.get_one(RosterImport, number).counts
        evidence = session.scalar(select(func.count(ConsentRecord.id)))
    if sum(counts.values()) != rows or counts.get(Outcome.NEW) != evidence or Outcome.GONE not in counts:
        raise BenchError(f"{rows} rows and a record of each who is new: {counts}, {evidence} records")
    return _Measured(ours_s, early_rss_mb, processes.own_peak_rss_mb(), counts)


def _begin(engine: Engine, desk: _Desk, file: Path, imports: Path) -> int:
    ask = running.Ask(Basis.MEMBERSHIP, "You are a member.", (desk.list_id,))
    with Session(writing(engine)) as session, session.begin():
        begun = running.begin(
            session,
            union=session.get_one(Union, desk.union_id),
            account_id=None,
            file=file,
            imports=imports,
            ask=ask,
            order=None,
            language="en",
            now=datetime.now(UTC),
        )
        running.start(session, roster_import=begun)
        return begun.id


def _finished(engine: Engine, desk: _Desk, file: Path) -> Iterator[list[Row]]:
    """The same people as rows, in sets of the same size."""
    with Session(engine) as session:
        numbers = [(one.number, one.id) for one in locals_of(session, desk.union_id)]
    roster = roster_of(file, is_known)
    ground = Ground(locals_by_key(numbers), ("en", "fr", "es"), ("CA", "US"), None, datetime.now(UTC).date())
    for found in Source(file, roster, mapping_of(file, roster), ground).sets():
        yield [_finish(one) for one in found.entries]


def _finish(one: Entry) -> Row:
    given, family = one.names or ("", "")
    address_hash, role, joined_on = _SIGNER.address_hash(one.email), MemberRole.MEMBER.value, one.joined_on
    person = (one.email, address_hash, one.language, one.country, one.region)
    names = (given, family, sort_name(given, family), call_name(given, family))
    return (*person, one.local_id, role, *names, one.number, joined_on and joined_on.isoformat())
