"""A whole installation for journeys: pages, workers, Redis and inbox as processes, and the seeded alliance.

Started once in a run by the first test process that asks, shared by all; it ends with the run (tests/servers.py).
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from newsletter.db import make_engine, writing
from newsletter.seeds import plant_with_samples, read
from newsletter.settings import Settings
from newsletter.settings.model import DEMO_SECRET
from newsletter.tokens import Signer
from tests import servers

ROOT = Path(__file__).parents[2]

GRACE_S = 8
"""Long enough to be taken back by hand, short enough to be waited for."""


@dataclass(frozen=True)
class Stage:
    """Where everything is."""

    base_url: str
    home: str
    database_url: str

    @property
    def signer(self) -> Signer:
        return Signer(DEMO_SECRET)

    @property
    def last_words(self) -> str:
        """What the pages last complained of, for whoever looks into a failure."""
        log = Path(self.home) / "web.log"
        lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
        return "\n".join([line[-2000:] for line in lines if " INFO " not in line][-3:])

    @property
    def inbox_file(self) -> Path:
        return Path(self.home) / "inbox.sqlite3"

    @contextmanager
    def session(self) -> Iterator[Session]:
        """To look behind the pages, and to arrange what takes months. Commits at the end."""
        engine = make_engine(self.database_url)
        with Session(writing(engine)) as session, session.begin():
            yield session
        engine.dispose()


def shared_stage(run: Path, name: str, open_database: Callable[[Path], str]) -> Stage:
    """The run's stage of this name. Raises LeftOut."""
    home = run / f"stage-{name}"
    written = home / "stage.json"
    with servers.alone(run / f"stage-{name}.lock"):
        if not written.exists():
            home.mkdir()
            stage = _start(home, open_database(home))
            written.write_text(json.dumps(asdict(stage)))
    return Stage(**json.loads(written.read_text()))


def _start(home: Path, database_url: str) -> Stage:
    web, inbox = servers.free_port(), servers.free_port()
    stage = Stage(f"http://127.0.0.1:{web}", str(home), database_url)
    _plant(stage)
    surroundings = {
        "ENVIRONMENT": "development",
        "NEWSLETTER_HOME": str(home),
        "DATABASE_URL": database_url,
        "BASE_URL": stage.base_url,
        "INBOX_PORT": str(inbox),
        "GRACE_S": str(GRACE_S),
        "PYTHONPATH": str(ROOT),
        "TRUSTED_PROXIES": "1",  # each visitor comes from an address of their own
    }
    _keep(home, surroundings, "inbox")
    servers.wait_until(lambda: servers.listens(inbox), "the inbox", log=home / "inbox.log")
    _keep(home, surroundings, "web", "--bind", f"127.0.0.1:{web}")
    servers.wait_until(lambda: servers.listens(web), "the pages", log=home / "web.log")
    _keep(home, surroundings, "worker", "--processes", "1")
    return stage


def _plant(stage: Stage) -> None:
    with stage.session() as session:
        plant_with_samples(session, read("nasp"), signer=stage.signer, now=datetime.now(UTC))


def _keep(home: Path, surroundings: dict[str, str], *command: str) -> None:
    inherited = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    surroundings = inherited | surroundings
    line = ["/usr/bin/env", "-i", *(f"{name}={value}" for name, value in surroundings.items())]
    line += [sys.executable, "-m", "newsletter", *command]
    first = int(os.environ["NEWSLETTER_TEST_RUN_PID"])
    servers.kept.append(servers.keep(line, served=first, log=home / f"{command[0]}.log"))
