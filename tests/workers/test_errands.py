"""What asks somebody outside goes on beside the sweep, whatever becomes of it."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.db import writing
from newsletter.domains.models import SendingDomain
from newsletter.domains.services.adding import add
from newsletter.settings import load_settings
from newsletter.vault import Vault
from tests.factories import make_union
from tests.workers.conftest import wait_until
from workers import errands
from workers.errands import Errand


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(errands, "FIRST_S", 0.0)


def test_an_errand_that_fails_says_so_and_is_gone_on_again(caplog):
    ended, went = threading.Event(), []

    def ask(_here):
        went.append(1)
        if len(went) == 3:
            ended.set()
        raise ZeroDivisionError

    Errand(ask, every_s=0).keep_at(None, ended)  # type: ignore[arg-type]  # nobody looks at it

    assert len(went) == 3
    assert "ask failed and is tried again" in caplog.text


@pytest.mark.redis
@pytest.mark.smtp_sink
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # it is not about rows
def test_dns_is_asked_about_domains_by_itself(start_workers, smtp_sink, engine):
    with Session(writing(engine)) as session:
        vault = Vault(load_settings().secret_key)
        add(session, vault, union_id=make_union(session, "ue").id, name="ue.invalid", now=datetime.now(UTC))
        session.commit()

    start_workers(smtp_sink, processes=1)

    def was_asked():
        with Session(engine) as session:
            return session.scalars(select(SendingDomain.checked_at)).one()

    wait_until(was_asked)
