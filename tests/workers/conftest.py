"""A real launcher with real workers, and a campaign for them to send."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.db import writing
from newsletter.delivery.queries import Fates, fates
from tests.factories import make_alliance, make_campaign, make_list, make_person, say_yes

PATIENCE_S = 40
BESIDE = 2


@dataclass
class Workforce:
    """A launcher as `newsletter worker` starts it."""

    launcher: subprocess.Popen[bytes]

    def processes(self) -> list[int]:
        """All its processes: workers, the one for what people wait for, the sweeper."""
        children = Path(f"/proc/{self.launcher.pid}/task/{self.launcher.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def wait_for_workers(self, count: int) -> list[int]:
        """So many workers, with the two that stand beside them."""
        wait_until(lambda: len(self.processes()) == count + BESIDE)
        return self.processes()

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        self.launcher.send_signal(signal.SIGTERM)
        return self.launcher.wait(15)


def wait_until(ready) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not ready():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.05)


def lives(pid: int) -> bool:
    """Whether a process is more than a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def start_workers(database_url, redis_url, tmp_path):
    """Starts launchers against this test's servers, and leaves none behind."""
    started = []

    def start(smtp_url, processes=2, *, redis_url=redis_url, stderr=None):
        environment = os.environ | {
            "NEWSLETTER_HOME": str(tmp_path),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SMTP_URL": smtp_url,
            "SMTP_CONNECTIONS": "1",
            "BATCH_SIZE": "20",
        }
        command = [sys.executable, "-m", "workers", "--processes", str(processes)]
        started.append(Workforce(subprocess.Popen(command, env=environment, stderr=stderr)))
        return started[-1]

    yield start
    for workforce in started:
        if workforce.launcher.poll() is None:
            workforce.launcher.kill()
            workforce.launcher.wait()


@pytest.fixture
def launched(engine):
    """A campaign to fifty people that is due now. Gives its number."""
    with Session(writing(engine)) as session:
        nasp = make_alliance(session)
        topic = make_list(session, nasp)
        for _ in range(50):
            make_person(session, nasp, lists=[topic])
        campaign = make_campaign(session, nasp, topic, state=State.WAITING)
        campaign.starts_at = datetime.now(UTC) - timedelta(seconds=1)
        say_yes(session, campaign, nasp)
        session.commit()
        return campaign.id


@pytest.fixture
def look(engine, launched):
    """The campaign's state and fates, as they are now."""

    def looking() -> tuple[State, Fates]:
        with Session(engine) as session:
            return session.get_one(Campaign, launched).state, fates(session, campaign_id=launched)

    return looking
