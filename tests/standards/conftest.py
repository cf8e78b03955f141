"""Mails to be looked at, made once in each test process."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from newsletter.rendering import MailKind
from tests.databases import open_sqlite
from tests.servers import LeftOut
from tests.standards import node as node_scripts
from tests.standards.mail import Mail
from tests.standards.samples import CAMPAIGNS, KINDS, NOTICES, Sample, samples, send_samples


@pytest.fixture(scope="session")
def own_engine(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database of these tests alone."""
    database = open_sqlite(run, tmp_path_factory.mktemp("standards"))
    yield database.engine
    database.engine.dispose()


@pytest.fixture(scope="session")
def mails(own_engine: Engine) -> dict[Sample, Mail]:
    return {sample: Mail(sample, envelope) for sample, envelope in send_samples(own_engine).items()}


@pytest.fixture(params=samples(*KINDS), ids=str)
def mail(request: pytest.FixtureRequest, mails: dict[Sample, Mail]) -> Mail:
    """Each mail we send."""
    return mails[request.param]


@pytest.fixture(params=samples(*CAMPAIGNS), ids=str)
def list_mail(request: pytest.FixtureRequest, mails: dict[Sample, Mail]) -> Mail:
    """Each mail that goes to a list."""
    return mails[request.param]


@pytest.fixture(params=samples(*NOTICES), ids=str)
def notice(request: pytest.FixtureRequest, mails: dict[Sample, Mail]) -> Mail:
    """Each mail that answers what one person did."""
    return mails[request.param]


@pytest.fixture(params=samples(MailKind.INVITATION), ids=str)
def invitation(request: pytest.FixtureRequest, mails: dict[Sample, Mail]) -> Mail:
    return mails[request.param]


@pytest.fixture(scope="session")
def node() -> Callable[[str, list[str]], list[Any]]:
    """Asks a script in tests/node what it makes of a list of things."""
    try:
        node_scripts.ask("pages.cjs", [])
    except LeftOut as reason:
        pytest.skip(f"node: {reason}")
    return node_scripts.ask
