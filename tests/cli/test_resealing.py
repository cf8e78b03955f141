"""Passwords and keys are kept under the secret there is now, and nothing is lost on the way."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.cli import main
from newsletter.db import make_engine
from newsletter.domains.models import DkimKey
from newsletter.domains.services.adding import add as add_domain
from newsletter.mail.smtp import Tls
from newsletter.relays.details import RelayDetails
from newsletter.relays.models import Relay
from newsletter.relays.services import add as add_relay
from newsletter.vault import Vault
from tests.factories import make_alliance

OLD, NEW = "the secret that was there before", "the secret that there is from now on"


@pytest.fixture
def database(environment, tmp_path):
    """A relay with a password, and a domain with two keys, from the time of the old secret."""
    environment.setenv("SECRET_KEY", OLD)
    main(["db", "upgrade"])
    engine = make_engine(f"sqlite:///{tmp_path / 'newsletter.sqlite3'}")
    with Session(engine) as session, session.begin():
        union_id, vault, now = make_alliance(session).id, Vault(OLD), datetime.now(UTC)
        details = RelayDetails("Post", "127.0.0.1", 25, Tls.REQUIRED, username="nasp")
        add_relay(session, vault, union_id=union_id, details=details, secret="hunter2", now=now)
        add_domain(session, vault, union_id=union_id, name="nasp.example", now=now)
    environment.setenv("SECRET_KEY", NEW)
    yield engine
    engine.dispose()


def kept(engine):
    with Session(engine) as session:
        password = session.scalars(select(Relay.sealed_secret)).one()
        return [password, *session.scalars(select(DkimKey.sealed).order_by(DkimKey.id))]


def test_afterwards_the_old_secret_is_not_needed(environment, database, capsys):
    before = [Vault(OLD).open(one) for one in kept(database)]
    environment.setenv("PREVIOUS_SECRET_KEYS", OLD)
    environment.setenv("HASH_KEY", OLD)

    assert main(["secrets", "reseal"]) == 0

    assert capsys.readouterr().out == "3 passwords and keys are sealed under the present SECRET_KEY.\n"
    assert [Vault(NEW).open(one) for one in kept(database)] == before
    assert main(["secrets", "reseal"]) == 0


def test_what_cannot_be_read_is_named_and_left_as_it_is(database, capsys):
    before = kept(database)

    assert main(["secrets", "reseal"]) == 1

    said = capsys.readouterr().err
    assert "✖ The password of the relay Post cannot be read" in said
    assert said.count("✖ The key nl") == 2
    assert kept(database) == before
