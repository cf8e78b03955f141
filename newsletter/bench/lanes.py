"""What people wait for while a campaign goes out at full speed: a confirmation's mail, and silence after a pause."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import redis
from sqlalchemy.orm import Session

from newsletter.accounts.models import Account
from newsletter.bench import crowd
from newsletter.bench.chaos.running import launch
from newsletter.bench.chaos.stage import SECRET, Stage, running_stage
from newsletter.bench.crowd import Crowd
from newsletter.bench.errors import BenchError
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.services import launching
from newsletter.db import unit_of_work, writing
from newsletter.queueing import Outbox, RqDispatcher
from newsletter.subscribers.asking import Asked, Trace
from newsletter.subscribers.models import ConsentWording
from newsletter.subscribers.services.subscribing import subscribe
from newsletter.tokens import Signer

BATCH_SIZE = 500
UNDER_WAY = 0.1
"""Which part of the campaign has arrived before anything is measured."""

BETWEEN_S = 0.05
PATIENCE_S = 60.0
SILENCE_S = 5.0
LOOK_EVERY_S = 0.01


@dataclass(frozen=True)
class LanesBench:
    """What is asked for."""

    people: int = 40_000
    confirmations: int = 50
    workers: int = 2
    database: str = "postgresql"


def bench_lanes(asked: LanesBench) -> dict[str, Any]:
    """Run it and return the figures. Raises BenchError: a confirmation never came, or the campaign was too short."""
    with running_stage(asked.database, hosts=1, processes=asked.workers, pace_s=0.0, batch_size=BATCH_SIZE) as stage:
        with Session(writing(stage.engine)) as session:
            everybody = crowd.gather(session, people=asked.people, now=datetime.now(UTC))
            wording = ConsentWording(version=1, language="en", text="Yes")
            staff = Account(
                email="staff@bench.example",
                name="Staff",
                language="en",
                fs_uniquifier="bench",
                created_at=datetime.now(UTC),
            )
            session.add_all([wording, staff])
            session.commit()
            wording_id, account_id = wording.id, staff.id
        stage.hosts[0].start()
        campaign_id = launch(stage, everybody)
        _wait_for(lambda: len(stage.witness.taken) >= UNDER_WAY * asked.people, "the campaign did not begin")
        began, before = time.monotonic(), len(stage.witness.taken)
        asked_at = {
            address: at
            for number in range(asked.confirmations)
            for address, at in [_sign_up(stage, everybody, wording_id, number)]
        }
        waits = _waits(stage, asked_at)
        rate = (len(stage.witness.taken) - before) / (time.monotonic() - began)
        if not _moves(stage):
            raise BenchError("the campaign was over before the pause; ask for more --people")
        silent_after_s = _pause(stage, campaign_id, account_id)
    return {
        "confirmation_p95_s": round(statistics.quantiles(waits, n=20)[-1], 3),
        "confirmation_worst_s": round(max(waits), 3),
        "mails_per_s_meanwhile": round(rate),
        "silent_after_pause_s": round(silent_after_s, 3),
        **asdict(asked),
    }


def _sign_up(stage: Stage, everybody: Crowd, wording_id: int, number: int) -> tuple[str, float]:
    """As the sign-up page does it; the address, and when its transaction was through."""
    address = f"newcomer{number}@newcomer.example"
    connection = redis.Redis.from_url(stage.redis.url())
    with (
        connection,
        Session(writing(stage.engine)) as session,
        unit_of_work(session, Outbox(RqDispatcher(connection))) as work,
    ):
        subscribe(
            work.session,
            work.outbox,
            address=address,
            address_hash=Signer(SECRET).address_hash(address),
            union_id=everybody.alliance_id,
            asked=Asked(list_ids=everybody.list_ids[:1], wording_id=wording_id, language="en"),
            trace=Trace("bench"),
            now=datetime.now(UTC),
        )
    at = time.monotonic()
    time.sleep(BETWEEN_S)
    return address, at


def _waits(stage: Stage, asked_at: dict[str, float]) -> list[float]:
    arrived: dict[str, float] = {}

    def all_there() -> bool:
        arrived.update({one.recipient: one.at for one in stage.witness.taken if one.recipient in asked_at})
        return len(arrived) == len(asked_at)

    _wait_for(all_there, "a confirmation did not arrive")
    return [max(0.0, arrived[address] - at) for address, at in asked_at.items()]


def _moves(stage: Stage) -> bool:
    before = len(stage.witness.taken)
    time.sleep(0.3)
    return len(stage.witness.taken) > before


def _pause(stage: Stage, campaign_id: int, account_id: int) -> float:
    """Seconds from the pause to the last mail; the relay has to be silent for a while behind it."""
    with Session(writing(stage.engine)) as session:
        campaign = session.get_one(Campaign, campaign_id)
        launching.pause(session, campaign=campaign, account_id=account_id, now=datetime.now(UTC))
        session.commit()
    paused_at = time.monotonic()
    _wait_for(lambda: time.monotonic() - max(paused_at, stage.witness.taken[-1].at) >= SILENCE_S, "it went on")
    return max(0.0, stage.witness.taken[-1].at - paused_at)


def _wait_for(ready: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not ready():
        if time.monotonic() > deadline:
            raise BenchError(otherwise)
        time.sleep(LOOK_EVERY_S)
