"""What is there and what is not, and what to do about it."""

import pytest

from newsletter.cli import main
from newsletter.settings.model import DEMO_SECRET
from tests.cli.conftest import production
from tests.servers import free_port


def test_the_doctor_says_what_to_do_first(environment, capsys, tmp_path):
    assert main(["doctor"]) == 1

    assert "✖ There is no database yet; `newsletter db upgrade` makes it." in capsys.readouterr().out
    assert not (tmp_path / "newsletter.sqlite3").exists()


def test_the_doctor_finds_what_is_there_and_what_is_not(environment, capsys):
    environment.setenv("REDIS_URL", f"redis://127.0.0.1:{free_port()}")
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
