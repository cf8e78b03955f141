"""One campaign under fire, from its launch to the verdict."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from newsletter.audiences import Audience
from newsletter.bench import crowd
from newsletter.bench.chaos.faults import Strike
from newsletter.bench.chaos.impatience import hurry
from newsletter.bench.chaos.stage import Stage
from newsletter.bench.chaos.striking import Striker
from newsletter.bench.chaos.verdict import Verdict, judge
from newsletter.bench.crowd import Crowd
from newsletter.bench.errors import BenchError
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.db import writing

LOOK_EVERY_S = 0.01
ASK_EVERY_S = 0.2
HURRY_EVERY_S = 1.0

DEADLINE_S = 180.0
"""For the whole of a campaign of a few thousand: what is not through by then hangs."""

DATABASE_BACK_S = 60.0


@dataclass(frozen=True)
class Ran:
    """A run that is over."""

    campaign_id: int
    verdict: Verdict
    seconds: float
    striker: Striker


def run(stage: Stage, everybody: Crowd, *, strikes: Sequence[Strike], owed: int, chance: Random) -> Ran:
    """Launch a campaign to everybody, strike, and wait for its end; a campaign that hangs is judged as it is."""
    for host in stage.hosts:
        host.start()
    campaign_id = launch(stage, everybody)
    striker = Striker(stage, chance)
    began = time.monotonic()
    _watch(stage, campaign_id, striker, strikes, owed)
    striker.mend_everything()
    seconds = time.monotonic() - began
    return Ran(campaign_id, look(stage, campaign_id), seconds, striker)


def look(stage: Stage, campaign_id: int) -> Verdict:
    """The verdict as it stands now."""
    with Session(stage.engine) as session:
        return judge(session, campaign_id=campaign_id, copies=stage.count.of(campaign_id))


def launch(stage: Stage, everybody: Crowd) -> int:
    """A campaign to everybody that is due now; its number."""
    now = datetime.now(UTC)
    with Session(writing(stage.engine)) as session:
        campaign = crowd.announce(session, everybody, audience=Audience(everybody.list_ids), now=now)
        session.execute(update(Campaign).where(Campaign.id == campaign.id).values(state=State.WAITING, starts_at=now))
        session.commit()
        return campaign.id


def _watch(stage: Stage, campaign_id: int, striker: Striker, strikes: Sequence[Strike], owed: int) -> None:
    waiting, before = list(strikes), len(stage.witness.taken)
    deadline = time.monotonic() + DEADLINE_S
    next_question = next_hurry = 0.0
    while time.monotonic() < deadline:
        arrived = (len(stage.witness.taken) - before) / owed
        while waiting and waiting[0].at <= arrived:
            striker.strike(waiting.pop(0))
        striker.mend()
        if time.monotonic() >= next_hurry:
            hurry(stage, campaign_id=campaign_id)
            next_hurry = time.monotonic() + HURRY_EVERY_S
        if time.monotonic() >= next_question:
            if state(stage, campaign_id) is State.DONE:
                return
            next_question = time.monotonic() + ASK_EVERY_S
        time.sleep(LOOK_EVERY_S)


def state(stage: Stage, campaign_id: int) -> State:
    """Where the campaign is, asked until the database answers. Raises BenchError."""
    deadline = time.monotonic() + DATABASE_BACK_S
    while time.monotonic() < deadline:
        try:
            with Session(stage.engine) as session:
                return session.scalars(select(Campaign.state).filter_by(id=campaign_id)).one()
        except DBAPIError:
            time.sleep(ASK_EVERY_S)
    raise BenchError("the database did not come back")
