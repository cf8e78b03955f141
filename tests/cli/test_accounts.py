"""Who may sign in, and as what."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.accounts.models import Account, AccountRole
from newsletter.accounts.passwords import SAMPLE_PASSWORD, opens_with_sample
from newsletter.cli import main
from newsletter.db import make_engine

PASSWORD = "bread and roses too"


def test_the_first_owner_is_made_at_the_command_line(environment, capsys, typed, rows):
    main(["db", "upgrade"])
    main(["seed", "nasp", "--without-samples"])
    typed(PASSWORD)

    assert main(["account", "create", "Owner@NASP.example", "--name", "An Owner"]) == 0
    assert main(["account", "role", "owner@nasp.example", "nasp", "owner"]) == 0

    assert rows(Account) == 1
    assert "owner@nasp.example is owner in nasp." in capsys.readouterr().out


@pytest.mark.parametrize("password", ["short", SAMPLE_PASSWORD])
def test_a_password_that_is_short_or_public_is_refused(environment, capsys, typed, password):
    main(["db", "upgrade"])
    main(["seed", "nasp", "--without-samples"])
    typed(password)

    assert main(["account", "create", "owner@nasp.example", "--name", "An Owner"]) == 2

    assert "at least 12 characters" in capsys.readouterr().err


def test_a_new_password_replaces_the_public_one(environment, typed, tmp_path):
    main(["db", "upgrade"])
    main(["seed", "nasp"])
    typed(PASSWORD)

    assert main(["account", "password", "owner@nasp.example"]) == 0

    engine = make_engine(f"sqlite:///{tmp_path / 'newsletter.sqlite3'}")
    with Session(engine) as session:
        kept = {account.email: account.password for account in session.scalars(select(Account))}
    engine.dispose()
    assert opens_with_sample(kept["editor@nasp.example"])
    assert not opens_with_sample(kept["owner@nasp.example"])


def test_a_role_can_be_taken_back_and_an_account_closed(environment, rows, tmp_path):
    assert main(["db", "upgrade"]) == 0
    assert main(["seed", "nasp"]) == 0
    roles = rows(AccountRole)

    assert main(["account", "role", "editor@ue.example", "ue", "editor", "--remove"]) == 0
    assert main(["account", "close", "viewer@ue.example"]) == 0

    assert rows(AccountRole) == roles - 1
    engine = make_engine(f"sqlite:///{tmp_path / 'newsletter.sqlite3'}")
    with Session(engine) as session:
        assert not session.scalars(select(Account).filter_by(email="viewer@ue.example")).one().active
    engine.dispose()


def test_an_unknown_union_is_answered_with_the_known_ones(environment, capsys):
    main(["db", "upgrade"])
    main(["seed", "nasp"])

    assert main(["account", "role", "owner@nasp.example", "atlantis", "viewer"]) == 2

    assert "there is no union 'atlantis'; there are: nasp," in capsys.readouterr().err
