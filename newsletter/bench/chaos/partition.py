"""Two hosts, one of which loses database and Redis in the middle of a batch, but not the relay.

It must stop before anybody else may take what it holds, and the other must take it soon: cut off, healed, and nobody
without a mail or with two.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from newsletter.bench import crowd
from newsletter.bench.chaos.running import ASK_EVERY_S, LOOK_EVERY_S, launch, look, state
from newsletter.bench.chaos.stage import Stage, environment_of
from newsletter.bench.databases import running_postgres
from newsletter.bench.errors import BenchError
from newsletter.bench.hosts import Host
from newsletter.bench.namespaces import TRUSTED, Namespace, running_namespaces
from newsletter.bench.redis_server import RedisServer
from newsletter.bench.witness import running_witness
from newsletter.campaigns.lifecycle import State
from newsletter.db import make_engine, writing
from newsletter.migrations import upgrade

PACE_S = 0.01
BATCH_SIZE = 100
PROCESSES = 2

CUT_AT = 0.3
"""Which part of the mails has arrived when the cable is pulled."""

GOES_ON_WITHIN_S = 60.0
GIVE_UP_S = 180.0

BACK_S = 15.0
"""How long the healed host is watched for what it may still send."""


def part(*, people: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Run it; `wrongs` says what must not be."""
    with running_namespaces(2) as machines, _stage(machines) as stage:
        campaign_id = _begin(stage, people)
        owed = people - people // crowd.SUPPRESSED_EVERY
        _wait_for(lambda: len(stage.witness.taken) >= CUT_AT * owed, "the campaign did not begin")
        machines[0].cut()
        cut_at, arrived = time.monotonic(), len(stage.witness.taken)
        say(f"cut off after {arrived} of {owed} mails")
        through_s = _until_done(stage, campaign_id, cut_at)
        machines[0].heal()
        say(f"healed after {time.monotonic() - cut_at:.1f} s")
        time.sleep(BACK_S)
        verdict = look(stage, campaign_id)
        wrongs = verdict.wrongs(people=people, doubts_allowed=True)
        if through_s is None or through_s > GOES_ON_WITHIN_S:
            wrongs.append(f"the other host had not sent the rest within {GOES_ON_WITHIN_S:.0f} s")
        for number, host in enumerate(stage.hosts if wrongs else ()):
            say(f"host {number} said last:\n{host.last_words()}")
    return {
        "people": verdict.people,
        "arrived_before_the_cut": arrived,
        "through_s": round(through_s, 1) if through_s is not None else None,
        **{name: getattr(verdict, name) for name in ("lost", "doubled", "in_doubt", "unexplained")},
        "wrongs": wrongs,
    }


@contextmanager
def _stage(machines: list[Namespace]) -> Iterator[Stage]:
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsletter-chaos-")))
        listen = ",".join(["127.0.0.1", *(one.services for one in machines)])
        postgres = stack.enter_context(running_postgres(home, listen=listen, trusted=TRUSTED))
        engine = make_engine(postgres.url(), poolclass=NullPool)
        upgrade(engine)
        redis = RedisServer(home / "redis", listen=listen)
        redis.start()
        stack.callback(redis.kill)
        witness = stack.enter_context(running_witness(listen="0.0.0.0", pace_s=PACE_S))  # noqa: S104 (both ends)
        hosts = []
        for one in machines:
            environment = environment_of(
                postgres.url(one.services), redis.url(one.services), witness.url(one.relay), batch_size=BATCH_SIZE
            )
            place = home / f"host-{one.number}"
            hosts.append(Host(place, environment, processes=PROCESSES, inside=one.inside))
            stack.callback(hosts[-1].kill)
        yield Stage(engine, redis, witness, hosts, postgres)


def _begin(stage: Stage, people: int) -> int:
    """Both hosts at work before there is any, so that both have some of it in hand."""
    with Session(writing(stage.engine)) as session:
        everybody = crowd.gather(session, people=people, now=datetime.now(UTC))
        session.commit()
    for host in stage.hosts:
        host.start()
    _wait_for(lambda: all(host.workers() for host in stage.hosts), "the workers did not start")
    return launch(stage, everybody)


def _until_done(stage: Stage, campaign_id: int, since: float) -> float | None:
    while time.monotonic() - since < GIVE_UP_S:
        if state(stage, campaign_id) is State.DONE:
            return time.monotonic() - since
        time.sleep(ASK_EVERY_S)
    return None


def _wait_for(ready: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + GIVE_UP_S
    while not ready():
        if time.monotonic() > deadline:
            raise BenchError(otherwise)
        time.sleep(LOOK_EVERY_S)
