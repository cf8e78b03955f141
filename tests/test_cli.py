"""The command line, run as an operator runs it."""

import io
import shutil
import socket
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsletter import seeds
from newsletter.accounts.models import Account, AccountRole
from newsletter.accounts.passwords import SAMPLE_PASSWORD, opens_with_sample
from newsletter.cli import main
from newsletter.db import make_engine
from newsletter.mail.smtp import Tls
from newsletter.relays.details import RelayDetails
from newsletter.relays.services import add
from newsletter.settings import Settings, load_settings
from newsletter.settings.model import DEMO_SECRET
from newsletter.subscribers.models import Subscriber
from newsletter.unions.models import Union
from newsletter.unions.queries import alliance
from newsletter.vault import Vault

PASSWORD = "bread and roses too"


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """An installation of its own, with nothing in it."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("NEWSLETTER_HOME", str(tmp_path))
    monkeypatch.setenv("INBOX_PORT", str(_closed_port()))
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


def _closed_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def production(environment):
    environment.setenv("ENVIRONMENT", "production")
    environment.setenv("SECRET_KEY", "x" * 64)
    environment.setenv("BASE_URL", "https://news.union.example")
    environment.setenv("SMTP_URL", "smtp://127.0.0.1:9")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["seed", "atlantis"], "there is no seed called 'atlantis'"),
        (["seed", "nasp"], "the database refused: no such table"),
        (["send-test", "not an address"], "not a mail address"),
        (["account", "role", "nobody@ue.example", "ue", "owner"], "the database refused"),
    ],
)
def test_what_goes_wrong_is_one_line_and_exit_code_two(environment, capsys, arguments, said):
    assert main(arguments) == 2

    captured = capsys.readouterr()
    assert captured.err.startswith(said)
    assert captured.err.count("\n") == 1


def test_a_wrong_setting_is_named(environment, capsys):
    environment.setenv("DATABASE_URL", "mysql://here/there")

    assert main(["db", "upgrade"]) == 2

    assert capsys.readouterr().err.startswith("DATABASE_URL should begin with")


def test_upgrade_seed_and_seed_again(environment, capsys, rows):
    assert main(["db", "upgrade"]) == 0
    assert main(["seed", "nasp"]) == 0
    people = rows(Subscriber)
    assert main(["seed", "nasp"]) == 0

    assert people == rows(Subscriber) == 600
    assert "The alliance and 6 unions are there; no sample people added." in capsys.readouterr().out


def test_the_tables_can_be_taken_away_again(environment, rows):
    main(["db", "upgrade"])
    assert rows(Union) == 0

    assert main(["db", "downgrade", "base"]) == 0

    assert main(["seed", "nasp"]) == 2


def test_production_gets_no_samples(environment, rows):
    production(environment)
    main(["db", "upgrade"])

    assert main(["seed", "nasp"]) == 0

    assert (rows(Union), rows(Subscriber), rows(Account)) == (7, 0, 0)


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


def test_a_seed_of_ones_own_is_named_by_its_folder(environment, capsys, rows, tmp_path):
    own = tmp_path / "ours"
    shutil.copytree(Path(seeds.__file__).parent / "nasp", own)
    assert main(["db", "upgrade"]) == 0

    assert main(["seed", str(own), "--without-samples"]) == 0

    assert rows(Union) == 7


def test_production_takes_nothing_down_by_mistake(environment, capsys):
    production(environment)
    assert main(["db", "upgrade"]) == 0

    assert main(["db", "downgrade", "base"]) == 2
    assert "--lose-data" in capsys.readouterr().err

    assert main(["db", "downgrade", "base", "--lose-data"]) == 0


def test_an_unknown_union_is_answered_with_the_known_ones(environment, capsys):
    main(["db", "upgrade"])
    main(["seed", "nasp"])

    assert main(["account", "role", "owner@nasp.example", "atlantis", "viewer"]) == 2

    assert "there is no union 'atlantis'; there are: nasp," in capsys.readouterr().err


def test_the_doctor_says_what_to_do_first(environment, capsys, tmp_path):
    assert main(["doctor"]) == 1

    assert "✖ There is no database yet; `newsletter db upgrade` makes it." in capsys.readouterr().out
    assert not (tmp_path / "newsletter.sqlite3").exists()


def test_the_doctor_finds_what_is_there_and_what_is_not(environment, capsys):
    environment.setenv("REDIS_URL", f"redis://127.0.0.1:{_closed_port()}")
    main(["db", "upgrade"])
    main(["seed", "nasp"])
    capsys.readouterr()

    assert main(["doctor"]) == 1

    said = capsys.readouterr().out
    assert "✔ The database (sqlite) is there and current." in said
    assert "✔ NASP and 6 unions are there." in said
    assert "✖ Redis cannot be reached" in said
    assert "✖ The relay does not take mail" in said


def test_the_doctor_notices_an_older_database(environment, capsys):
    main(["db", "upgrade"])
    main(["db", "downgrade", "base"])
    capsys.readouterr()

    main(["doctor"])

    assert "✖ The database does not fit this version" in capsys.readouterr().out


def test_the_doctor_warns_of_public_passwords_in_production(environment, capsys):
    main(["db", "upgrade"])
    main(["seed", "nasp"])
    production(environment)
    capsys.readouterr()

    main(["doctor"])

    assert "is public; change it with `newsletter account password`" in capsys.readouterr().out


def test_the_doctor_notices_that_who_left_would_not_be_known_again(environment, capsys):
    main(["db", "upgrade"])
    main(["seed", "nasp"])
    environment.setenv("SECRET_KEY", "x" * 64)
    capsys.readouterr()
    complaint = "✖ Addresses were hashed under another key"

    main(["doctor"])
    assert complaint in capsys.readouterr().out

    environment.setenv("HASH_KEY", DEMO_SECRET)
    main(["doctor"])
    assert complaint not in capsys.readouterr().out


@pytest.mark.redis
def test_the_doctor_asks_for_workers(environment, capsys, redis_url):
    environment.setenv("REDIS_URL", redis_url)

    main(["doctor"])

    said = capsys.readouterr().out
    assert "✔ Redis answers." in said
    assert "✖ No worker runs" in said


@pytest.mark.smtp_sink
def test_a_test_mail_goes_through_the_relay(environment, capsys, smtp_sink):
    environment.setenv("SMTP_URL", smtp_sink)
    main(["db", "upgrade"])
    main(["seed", "nasp", "--without-samples"])

    assert main(["send-test", "somebody@members.example", "--union", "ue"]) == 0

    assert "took the mail to somebody@members.example: 250" in capsys.readouterr().out


@pytest.fixture
def relay(environment, tmp_path):
    """Enters a relay of the alliance, which listens at this port, if anywhere."""

    def enter(port):
        main(["db", "upgrade"])
        main(["seed", "nasp", "--without-samples"])
        settings = load_settings()
        engine = make_engine(settings.database_url)
        with Session(engine) as session, session.begin():
            add(
                session,
                Vault(settings.secret_key),
                union_id=alliance(session).id,
                details=RelayDetails("Post", "127.0.0.1", port, Tls.OFFERED),
                now=datetime.now(UTC),
            )
        engine.dispose()

    return enter


@pytest.mark.smtp_sink
def test_a_test_mail_goes_through_the_relay_one_names(relay, capsys, smtp_sink):
    relay(urlsplit(smtp_sink).port)

    assert main(["send-test", "somebody@members.example", "--union", "ue", "--relay", "Post"]) == 0

    assert "Post took the mail to somebody@members.example: 250" in capsys.readouterr().out


def test_a_relay_that_does_not_take_a_test_mail_is_explained_on_one_line(relay, capsys):
    relay(_closed_port())

    assert main(["send-test", "somebody@members.example", "--relay", "Post"]) == 2

    said = capsys.readouterr().err
    assert said.startswith("Post did not take the mail. Nothing listens on this port: relays use 587 or 465")
    assert said.count("\n") == 1


def test_a_relay_nobody_entered_is_said_so(relay, capsys):
    relay(25)

    assert main(["send-test", "somebody@members.example", "--relay", "Other"]) == 2

    assert "there is no relay called 'Other'; there are: Post" in capsys.readouterr().err


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", ":8000", "[::]:8000", "192.0.2.7:80", "8000"])
def test_pages_that_others_reach_are_not_served_under_a_secret_everybody_knows(environment, capsys, bind):
    assert main(["web", "--bind", bind]) == 2

    assert capsys.readouterr().err.startswith("SECRET_KEY should be a secret of your own")


def test_pages_that_others_reach_show_nobody_the_local_inbox(environment, capsys):
    environment.setenv("SECRET_KEY", "x" * 64)

    assert main(["web", "--bind", "0.0.0.0:8000"]) == 2

    said = capsys.readouterr().err
    assert said.startswith("BASE_URL should be where other machines find these pages")
    assert len(said.splitlines()) == 1
