"""Everything a campaign needs to go out, each part of it ours to break."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.pool import NullPool

from newsletter.bench.chaos.copies import Count
from newsletter.bench.databases import running_database, running_postgres
from newsletter.bench.hosts import Host
from newsletter.bench.postgres import Postgres
from newsletter.bench.redis_server import RedisServer
from newsletter.bench.witness import Witness, running_witness
from newsletter.db import make_engine
from newsletter.migrations import upgrade
from newsletter.tokens import Signer

SECRET = "a secret for as long as this bench runs"  # noqa: S105 (of a database that is deleted afterwards)
BATCH_SIZE = 25
"""Small, so that many are on their way when something breaks."""

LEASE_S = 3
"""Short, so that a run is."""

CONNECTIONS = 2


@dataclass(frozen=True)
class Stage:
    """What runs."""

    engine: Engine
    """Ours, with no connection that outlives a question: the database is restarted under us, too."""

    redis: RedisServer
    witness: Witness
    hosts: list[Host]

    postgres: Postgres | None = None
    """The database's server, if it is ours to restart."""

    @cached_property
    def count(self) -> Count:
        """Of what the relay took."""
        return Count(self.witness.taken, Signer(SECRET))


@contextmanager
def running_stage(
    database: str, *, hosts: int, processes: int, pace_s: float, batch_size: int = BATCH_SIZE
) -> Iterator[Stage]:
    """Servers and an empty database; hosts that are not started yet. Raises BenchError."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsletter-chaos-")))
        postgres = stack.enter_context(running_postgres(home)) if database == "postgresql" else None
        url = postgres.url() if postgres else stack.enter_context(running_database(home, database))
        engine = make_engine(url, poolclass=NullPool)
        upgrade(engine)
        redis = RedisServer(home / "redis")
        redis.start()
        stack.callback(redis.kill)
        witness = stack.enter_context(running_witness(pace_s=pace_s))
        environment = environment_of(url, redis.url(), witness.url(), batch_size=batch_size)
        crew = [Host(home / f"host-{number}", environment, processes=processes) for number in range(hosts)]
        for host in crew:
            stack.callback(host.kill)
        yield Stage(engine, redis, witness, crew, postgres)


def environment_of(
    database_url: str, redis_url: str, smtp_url: str, *, batch_size: int = BATCH_SIZE
) -> dict[str, str]:
    """The settings of a host, but for its folder."""
    return {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SMTP_URL": smtp_url,
        "SMTP_CONNECTIONS": str(CONNECTIONS),
        "SECRET_KEY": SECRET,
        "BATCH_SIZE": str(batch_size),
        "LEASE_S": str(LEASE_S),
        "ENVIRONMENT": "development",
    }
