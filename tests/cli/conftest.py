"""The command line, run as an operator runs it."""

import io

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsletter.db import make_engine
from newsletter.settings import Settings
from tests.servers import free_port


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """An installation of its own, with nothing in it."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("NEWSLETTER_HOME", str(tmp_path))
    monkeypatch.setenv("INBOX_PORT", str(free_port()))
    return monkeypatch


@pytest.fixture
def rows(environment, tmp_path):
    """Counts rows of the installation."""

    def count(table):
        engine = make_engine(f"sqlite:///{tmp_path / 'newsletter.sqlite3'}")
        with Session(engine) as session:
            counted = session.scalar(select(func.count()).select_from(table))
        engine.dispose()
        return counted

    return count


@pytest.fixture
def typed(monkeypatch):
    """Gives the command something to read."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text + "\n"))


def production(environment):
    environment.setenv("ENVIRONMENT", "production")
    environment.setenv("SECRET_KEY", "x" * 64)
    environment.setenv("BASE_URL", "https://news.union.example")
    environment.setenv("SMTP_URL", "smtp://127.0.0.1:9")
