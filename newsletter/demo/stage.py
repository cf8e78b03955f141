"""The demo set up: servers, tables, workers, pages, and an alliance whose first mails are on their way."""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from newsletter import logs, migrations, models
from newsletter.db import make_engine, writing
from newsletter.demo.household import Household
from newsletter.demo.launching import launch_all
from newsletter.demo.surroundings import HOST, choose_ports, settle
from newsletter.embedded import running_redis
from newsletter.errors import NewsletterError
from newsletter.links import Links
from newsletter.seeds import Seed, plant_with_samples
from newsletter.serving import serve_inbox, serve_pages
from newsletter.settings import Settings

__all__ = ["RunsAlready", "Stage", "models", "set_up"]

WORKERS = 2
PAGE_THREADS = 8


class RunsAlready(NewsletterError):
    """Two demos would send each other's mail."""


@dataclass(frozen=True)
class Stage:
    """A demo that runs."""

    settings: Settings
    seed: Seed
    engine: Engine
    household: Household

    is_new: bool
    """Whether its first mails were launched just now."""


@contextmanager
def set_up(home: Path, seed: Seed, *, port: int | None = None) -> Iterator[Stage]:
    """Start everything; end everything on the way out. Raises RunsAlready and what its parts raise."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as stack:
        stack.enter_context(_alone(home))
        ports = choose_ports(home, port)
        redis = stack.enter_context(running_redis(None, home=home))
        settings = settle(home, ports, redis.url)
        engine = writing(make_engine(settings.database_url))
        stack.callback(engine.dispose)
        migrations.upgrade(engine)
        engine.dispose()  # no connection crosses a fork
        household = stack.enter_context(Household(home / "log"))
        _start(household, settings, f"{HOST}:{ports.web}")
        yield Stage(settings, seed, engine, household, is_new=_begin(engine, settings, seed))


def _start(household: Household, settings: Settings, bind: str) -> None:
    logs.begin()
    household.start("inbox", lambda: serve_inbox(settings))
    household.start("worker", _become_workers)
    household.start("web", lambda: serve_pages(bind=bind, processes=1, threads=PAGE_THREADS))


def _become_workers() -> None:
    """By name only: nobody imports the workers."""
    os.execv(sys.executable, [sys.executable, "-m", "workers", "--processes", str(WORKERS)])  # noqa: S606


def _begin(engine: Engine, settings: Settings, seed: Seed) -> bool:
    """Plant the alliance and launch its campaigns in one transaction: both have happened, or neither."""
    now = datetime.now(UTC)
    with Session(engine) as session, session.begin():
        planted = plant_with_samples(session, seed, signer=Links.of(settings).signer, now=now)
        if planted.people:
            launch_all(session, now=now)
        return bool(planted.people)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    with (home / "running.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunsAlready(f"a demo runs in {home} already; end it with Ctrl-C where it was started") from None
        yield
