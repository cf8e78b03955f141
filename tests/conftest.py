"""What every test can ask for, and the account of what this machine could not do.

A skipped test is something left out: it is shown at the end, and with CI set it fails the run, unless it is the
kernel that forbids it and no package could help.
"""

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
import redis
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from newsletter import embedded
from newsletter.db import writing
from tests import servers
from tests.databases import Database, open_postgresql, open_sqlite
from tests.servers import LeftOut

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

OF_THE_KERNEL = "network namespaces: "

hypothesis.settings.register_profile("ours", deadline=None, derandomize=IN_CI)
hypothesis.settings.load_profile("ours")


def pytest_configure(config: pytest.Config) -> None:
    if "NEWSLETTER_TEST_RUN" not in os.environ:  # the run's first process; the others inherit
        folder = Path(tempfile.mkdtemp(prefix="newsletter-test-"))
        folder.chmod(0o755)  # PostgreSQL runs as somebody else
        os.environ["NEWSLETTER_TEST_RUN"] = str(folder)
        os.environ["NEWSLETTER_TEST_RUN_PID"] = str(os.getpid())
        os.environ.setdefault("NEWSLETTER_TEST_SEED", str(random.randrange(10**6)))


def pytest_report_header() -> str:
    return f"chaos seed: {os.environ['NEWSLETTER_TEST_SEED']} (NEWSLETTER_TEST_SEED)"


def pytest_unconfigure(config: pytest.Config) -> None:
    if os.environ.get("NEWSLETTER_TEST_RUN_PID") == str(os.getpid()):
        shutil.rmtree(os.environ["NEWSLETTER_TEST_RUN"], ignore_errors=True)


NEEDS = {"redis_server": "redis", "smtp_sink": "smtp_sink", "slow_smtp_sink": "smtp_sink", "browser": "browser"}
"""Fixtures that need a program, and the mark of a test that asks for them: `-m "not browser"`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for fixture in NEEDS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(NEEDS[fixture])


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and exitstatus == pytest.ExitCode.OK and reporter and not _forgiven(_left_out(reporter)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons = _left_out(terminalreporter)
    if not reasons:
        return
    fails = IN_CI and not _forgiven(reasons)
    terminalreporter.section("LEFT OUT" + (": this fails the run" if fails else ""), sep="!", red=True, bold=True)
    for reason in sorted(set(reasons)):
        terminalreporter.line(f"{reasons.count(reason):5} tests: {reason}", red=True)


def _left_out(reporter: pytest.TerminalReporter) -> list[str]:
    return [report.longrepr[2].removeprefix("Skipped: ") for report in reporter.stats.get("skipped", [])]


def _forgiven(reasons: list[str]) -> bool:
    return all(reason.startswith(OF_THE_KERNEL) for reason in reasons)


@pytest.fixture(scope="session")
def run() -> Path:
    """The folder of this run, shared by its test processes."""
    return Path(os.environ["NEWSLETTER_TEST_RUN"])


@pytest.fixture(scope="session")
def opened() -> Iterator[dict[str, Database]]:
    """This process's databases, by kind."""
    databases: dict[str, Database] = {}
    yield databases
    for database in databases.values():
        database.engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(
    request: pytest.FixtureRequest,
    run: Path,
    opened: dict[str, Database],
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Database:
    """Both kinds of database, migrated and empty."""
    kind = request.param
    if kind not in opened:
        try:
            opened[kind] = (
                open_sqlite(run, tmp_path_factory.mktemp(kind))
                if kind == "sqlite"
                else open_postgresql(run, worker_id)
            )
        except LeftOut as reason:
            pytest.skip(f"PostgreSQL: {reason}")
    return opened[kind]


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session whose every row is forgotten after the test, also those it commits. The quickest."""
    with writing(database.engine).connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        transaction.rollback()


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """For tests that commit or use several connections. Not together with `session`."""
    yield database.engine
    database.empty()


@pytest.fixture
def database_url(engine: Engine, database: Database) -> str:
    """For tests that start processes. Not together with `session`."""
    return database.url


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    try:
        with embedded.running_redis(None, home=tmp_path_factory.mktemp("home")) as server:
            yield server.url
    except embedded.NoRedis as reason:
        pytest.skip(f"Redis: {reason}")


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """A real Redis of this test process, empty."""
    with redis.Redis.from_url(redis_server) as connection:
        connection.flushall()
    return redis_server


@dataclass(frozen=True)
class Room:
    """What a Redis (`noeviction`) may still take in."""

    connection: "redis.Redis"

    def take(self) -> None:
        self.connection.config_set("maxmemory", 1)

    def give(self) -> None:
        self.connection.config_set("maxmemory", 0)


@pytest.fixture
def room(redis_url: str) -> Iterator[Room]:
    """That Redis's, all of it again afterwards."""
    with redis.Redis.from_url(redis_url) as connection:
        yield Room(connection)
        Room(connection).give()


@pytest.fixture
def smtp_sink(tmp_path: Path) -> Iterator[str]:
    """Postfix's sink as an SMTP_URL; it forgets what it takes."""
    yield from _sink(tmp_path / "sink")


@pytest.fixture
def slow_smtp_sink(tmp_path: Path) -> Iterator[str]:
    """The same, taking a second for each mail."""
    yield from _sink(tmp_path / "slow", "-w", "1")


def _sink(folder: Path, *options: str) -> Iterator[str]:
    folder.mkdir()
    with ExitStack() as stack:
        try:
            url = stack.enter_context(servers.smtp_sink(folder, *options))
        except LeftOut as reason:
            pytest.skip(f"smtp-sink: {reason}")
        yield url


@pytest.fixture(scope="session")
def artifacts(pytestconfig: pytest.Config) -> Path:
    """Where screenshots go; CI keeps it."""
    folder = pytestconfig.rootpath / "artifacts"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    try:
        chromium = servers.find("chromium", package="chromium")
    except LeftOut as reason:
        pytest.skip(f"chromium: {reason}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"] if os.getuid() == 0 else []
        )
        yield browser
        browser.close()
