"""What freezing an audience costs beside the barest way to write as many rows into the same database.

The bare statement copies finished rows into a table of the same columns, key and indexes; what a freeze adds is to
find out who gets the mail, through which union, in which language and batch, and who does not and why.
"""

import statistics
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, Index, MetaData, Table, insert, select, text
from sqlalchemy.orm import Session

from newsletter.audiences import Audience
from newsletter.audiences.rule import AllOf, AnyOf, HasRole, InCountries, InUnions, Reads
from newsletter.bench import crowd, processes
from newsletter.bench.crowd import Crowd
from newsletter.bench.databases import running_database
from newsletter.bench.errors import BenchError
from newsletter.campaigns.lifecycle import State
from newsletter.db import make_engine, writing
from newsletter.delivery import queries
from newsletter.delivery.models import Message
from newsletter.delivery.services.starting import start
from newsletter.migrations import upgrade
from newsletter.queueing import Job, Outbox
from newsletter.subscribers.models import MemberRole

BATCH_SIZE = 500


@dataclass(frozen=True)
class FreezeBench:
    """What is asked for."""

    people: int = 1_000_000
    """In the audience; a tenth more are left out of it by a rule."""

    database: str = "sqlite"
    rounds: int = 3


class _Nowhere:
    """Nobody works here: what a freeze names is not sent."""

    def dispatch(self, jobs: Iterable[Job]) -> None:
        """Drop them."""


@dataclass(frozen=True)
class _Round:
    ours_s: float
    reference_s: float
    rss_mb: float
    peak_rss_mb: float
    grown_bytes: int
    """By how much the database grew by our rows."""

    fates: queries.Fates


def bench_freeze(asked: FreezeBench) -> dict[str, Any]:
    """Run it and return the figures. Raises BenchError when somebody is missing in the ledger."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsletter-bench-")))
        engine = make_engine(stack.enter_context(running_database(home, asked.database)))
        stack.callback(engine.dispose)
        upgrade(engine)
        began = time.perf_counter()
        people = asked.people * crowd.FRIEND_EVERY // (crowd.FRIEND_EVERY - 1)
        everybody = _gather(engine, people)
        gathered_s = time.perf_counter() - began
        people_bytes = _size_bytes(engine)
        bare = _bare_table(engine)
        before = processes.own_rss_mb()
        rounds = [_measure(engine, everybody, bare) for _ in range(asked.rounds)]
    return _figures(asked, rounds, gathered_s, before) | {"bytes_per_person": round(people_bytes / people)}


def _gather(engine: Engine, people: int) -> Crowd:
    with Session(writing(engine)) as session:
        everybody = crowd.gather(session, people=people, now=datetime.now(UTC))
        session.commit()
        session.execute(text("ANALYZE"))
        session.commit()
    return everybody


def _audience(everybody: Crowd) -> Audience:
    """Three lists, two segments, and somebody to leave out."""
    at_work = AllOf((InCountries(("US", "CA")), HasRole((MemberRole.MEMBER, MemberRole.ORGANIZER))))
    beyond = AllOf((Reads(("fr", "es")), InUnions(everybody.union_ids, with_affiliates=True)))
    return Audience(everybody.list_ids, AnyOf((at_work, beyond)), HasRole((MemberRole.FRIEND,)))


def _bare_table(engine: Engine) -> Table:
    """The ledger's columns, key and indexes, and nothing that refers to another table."""
    ledger = Message.metadata.tables[Message.__tablename__]
    bare = Table(
        "bare_message",
        MetaData(),
        *(Column(one.name, one.type, primary_key=one.primary_key, nullable=one.nullable) for one in ledger.columns),
    )
    for number, index in enumerate(sorted(ledger.indexes, key=lambda one: str(one.name))):
        columns = [bare.c[one.name] for one in index.columns]
        Index(f"ix_bare_message_{number}", *columns, unique=index.unique, **index.kwargs)
    bare.create(engine)
    return bare


def _measure(engine: Engine, everybody: Crowd, bare: Table) -> _Round:
    """One campaign frozen, then its rows copied. The rows of earlier rounds stay on both sides."""
    processes.forget_own_peak()
    before_bytes = _size_bytes(engine)
    campaign_id, ours_s = _freeze(engine, everybody)
    grown_bytes = _size_bytes(engine) - before_bytes
    rss_mb, peak_rss_mb = processes.own_rss_mb(), processes.own_peak_rss_mb()
    ledger = Message.metadata.tables[Message.__tablename__]
    rows = select(*ledger.columns).where(ledger.c.campaign_id == campaign_id)
    began = time.perf_counter()
    with writing(engine).begin() as connection:
        connection.execute(insert(bare).from_select(list(bare.columns), rows))
    reference_s = time.perf_counter() - began
    with Session(engine) as session:
        fates = queries.fates(session, campaign_id=campaign_id)
    return _Round(ours_s, reference_s, rss_mb, peak_rss_mb, grown_bytes, fates)


def _freeze(engine: Engine, everybody: Crowd) -> tuple[int, float]:
    now = datetime.now(UTC)
    with Session(writing(engine)) as session:
        campaign = crowd.announce(session, everybody, audience=_audience(everybody), now=now)
        campaign.state, campaign.starts_at = State.WAITING, now
        session.commit()
        campaign_id = campaign.id
    began = time.perf_counter()
    with Session(writing(engine)) as session:
        start(session, Outbox(_Nowhere()), campaign_id=campaign_id, batch_size=BATCH_SIZE, now=now)
        session.commit()
    return campaign_id, time.perf_counter() - began


def _figures(asked: FreezeBench, rounds: list[_Round], gathered_s: float, before: float) -> dict[str, Any]:
    last = rounds[-1].fates
    if last.audience != asked.people or not last.adds_up:
        raise BenchError(f"{asked.people} people should be in the ledger: {last}")
    ours, reference = (statistics.median(getattr(one, name) for one in rounds) for name in ("ours_s", "reference_s"))
    return {
        "gathered_s": round(gathered_s, 1),
        "each_ours_s": [round(one.ours_s, 2) for one in rounds],
        "each_reference_s": [round(one.reference_s, 2) for one in rounds],
        "ours": round(ours, 3),
        "reference": round(reference, 3),
        "ratio": round(ours / reference, 2),
        "fates": asdict(last),
        "rss_mb": {
            "before": round(before, 1),
            "after": round(rounds[-1].rss_mb, 1),
            "peak": round(max(one.peak_rss_mb for one in rounds), 1),
        },
        "bytes_per_message": round(statistics.median(one.grown_bytes for one in rounds) / asked.people),
        **asdict(asked),
    }


def _size_bytes(engine: Engine) -> int:
    """Of the whole database with its indexes, without what is still in a log."""
    sizes = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        "postgresql": "SELECT pg_database_size(current_database())",
    }
    with engine.connect() as connection:
        return int(connection.execute(text(sizes[engine.dialect.name])).scalar_one())
