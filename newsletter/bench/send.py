"""The whole way of a campaign, from freeze to ledger, beside the C load generator into the same sink.

The sink, the generator, the workers, Redis and the database share this machine's cores, so the ratio says what a
deployment of this size can count on; the absolute figures only say what this machine was worth in that minute.
"""

import statistics
import tempfile
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from newsletter.bench import population, signatures, sink
from newsletter.bench.databases import running_database
from newsletter.bench.errors import BenchError
from newsletter.bench.flames import drawn
from newsletter.bench.sink import Sink, running_sink
from newsletter.bench.workforce import Effort, Workforce
from newsletter.campaigns.models import Campaign
from newsletter.db import make_engine
from newsletter.delivery import queries
from newsletter.delivery.letters import press
from newsletter.delivery.post import Post
from newsletter.embedded import running_redis
from newsletter.links import Links
from newsletter.mail.switchboard import Switchboard
from newsletter.migrations import upgrade
from newsletter.tokens import Signer

CEILING_RUNS = 3
BATCH_SIZE = 1000
SECRET = "a secret for as long as this bench runs"  # noqa: S105 (of a database that is deleted afterwards)


@dataclass(frozen=True)
class SendBench:
    """What is asked for."""

    messages: int = 20_000
    size_bytes: int = 43_000
    workers: int = 2
    connections: int = 2
    database: str = "sqlite"

    kill: bool = False
    """Kill a worker with SIGKILL half-way, and check every person against the mails the sink kept."""

    dkim: bool = False
    """Sign each mail with both keys of its sender's domain."""

    flames: Path | None = None
    """Where to leave a flame graph of one worker."""


def bench_send(asked: SendBench) -> dict[str, Any]:
    """Run it and return the figures. Raises BenchError when a message is missing or the sums do not add up."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsletter-bench-")))
        target = stack.enter_context(running_sink(home, keep=asked.kill))
        redis = stack.enter_context(running_redis(None, home=home))
        url = stack.enter_context(running_database(home, asked.database))
        engine = make_engine(url)
        upgrade(engine)
        environment = {
            "NEWSLETTER_HOME": str(home),
            "DATABASE_URL": url,
            "REDIS_URL": redis.url,
            "SMTP_URL": f"smtp://127.0.0.1:{target.port}?starttls=off",
            "SMTP_CONNECTIONS": str(asked.connections),
            "SECRET_KEY": SECRET,
            "BATCH_SIZE": str(BATCH_SIZE),
            "ENVIRONMENT": "development",
        }
        with Session(engine) as session:
            campaign = population.fill(session, people=asked.messages, signer=Signer(SECRET), now=datetime.now(UTC))
            session.commit()
            made_bytes = _fit(session, campaign, asked.size_bytes)
            session.commit()
            signing = signatures.begin(session, campaign, _post(), SECRET) if asked.dkim else {}
            session.commit()
            campaign_id = campaign.id
        ceilings = [_ceiling(target, asked, made_bytes) for _ in range(CEILING_RUNS - 1)]
        before = target.messages()
        with Workforce(environment, asked.workers) as workforce, drawn(workforce.first(), asked.flames):
            effort = workforce.send(engine, campaign_id, batches=asked.messages // BATCH_SIZE, kill=asked.kill)
        arrived = target.messages() - before
        ceilings.append(_ceiling(target, asked, made_bytes))
        with Session(engine) as session:
            fates = queries.fates(session, campaign_id=campaign_id)
        _check(asked, fates, arrived, target)
        engine.dispose()
    return _figures(asked, effort, statistics.median(ceilings), made_bytes) | {
        **signing,
        "sink": arrived,
        "fates": asdict(fates),
    }


def _ceiling(target: Sink, asked: SendBench, size_bytes: int) -> float:
    return sink.fill(target, messages=min(asked.messages, 12_000), size_bytes=size_bytes)


def _fit(session: Session, campaign: Campaign, size_bytes: int) -> int:
    """Give the campaign the words that make a mail of this size; the size it got."""
    variant, paragraphs, made = campaign.variants[0], 1, 0
    union_id = campaign.approvals[0].union_id
    while made < size_bytes:
        variant.blocks = population.words(paragraphs)
        session.flush()
        share = press(session, _post(), campaign_id=campaign.id, union_id=union_id, language="en")
        made = len(share.mould.cast(share.copy.proof(population.somebody())))
        paragraphs += max(1, (size_bytes - made) // 2000)
    return made


def _post() -> Post:
    """Enough to make a mail; nothing is sent with it."""
    links = Links("https://news.union.example", Signer(SECRET))
    return Post(links, Switchboard(), lambda: datetime.now(UTC), "union.example", "union.example")


def _check(asked: SendBench, fates: queries.Fates, arrived: int, target: Sink) -> None:
    if not fates.adds_up or fates.audience != asked.messages:
        raise BenchError(f"the fates do not add up: {fates}")
    if fates.sent != asked.messages:
        raise BenchError(f"not everything was sent: {fates}")
    if not asked.kill and arrived != asked.messages:
        raise BenchError(f"the sink took {arrived} mails of {asked.messages}")
    if asked.kill and (missing := population.addresses(asked.messages) - target.recipients().keys()):
        raise BenchError(f"{len(missing)} people are missing at the sink, {min(missing)} among them")


def _figures(asked: SendBench, effort: Effort, ceiling: float, made_bytes: int) -> dict[str, Any]:
    ours = asked.messages / effort.wall_s
    return {
        "ours": round(ours),
        "ceiling": round(ceiling),
        "ratio": round(ours / ceiling, 3),
        "cpu_us_per_message": round(effort.cpu_s / asked.messages * 1e6),
        "worker_rss_mb": round(effort.worker_rss_mb, 1),
        "freeze_s": round(effort.freeze_s, 2),
        "killed": effort.killed,
        "mail_bytes": made_bytes,
        **asdict(asked),
    }
