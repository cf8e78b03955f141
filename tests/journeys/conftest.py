"""A stage to play on, and visitors who come with a fresh browser."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.databases import migrate, open_postgresql
from tests.journeys.looking import Album
from tests.journeys.stage import Stage, shared_stage
from tests.journeys.visitor import Visitor, at_a_desk
from tests.servers import LeftOut


@pytest.fixture(scope="session")
def stage(run: Path) -> Stage:
    """The installation on SQLite."""

    def open_database(home: Path) -> str:
        url = f"sqlite:///{home / 'newsletter.sqlite3'}"
        migrate(url)
        return url

    return shared_stage(run, "sqlite", open_database)


@pytest.fixture(scope="session")
def postgresql_stage(run: Path) -> Stage:
    """The installation on PostgreSQL."""
    try:
        return shared_stage(run, "postgresql", lambda _home: open_postgresql(run, "journeys").url)
    except LeftOut as reason:
        pytest.skip(f"PostgreSQL: {reason}")


@pytest.fixture
def album(request: pytest.FixtureRequest, artifacts: Path) -> Album:
    """The pictures of this test."""
    name = request.node.name.removeprefix("test_").replace("[", "-").rstrip("]")
    return Album(artifacts / "screenshots" / name)


addresses = (f"198.51.100.{number}" for number in count(1))


@pytest.fixture
def visit(browser: Browser, album: Album) -> Iterator[Callable[..., Visitor]]:
    """Opens a browser for somebody on a stage. At the end no browser may have complained."""
    visitors: list[Visitor] = []

    def open_browser(stage: Stage, **options: Any) -> Visitor:
        visitors.append(Visitor(browser, stage, album, **(at_a_desk("en", next(addresses)) | options)))
        return visitors[-1]

    yield open_browser
    for visitor in visitors:
        visitor.close()
    troubles = [trouble for visitor in visitors for trouble in visitor.troubles]
    assert not troubles, "\n".join([*troubles, *(visitor.stage.last_words for visitor in visitors)])
