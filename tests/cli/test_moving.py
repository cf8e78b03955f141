"""A union's way from one installation to another, as their operators go it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.cli import main
from newsletter.db import make_engine
from newsletter.subscribers.models import Membership, Subscriber
from newsletter.unions.models import Union


@pytest.fixture
def archive(environment, tmp_path):
    """All of UE, out of a seeded installation."""
    main(["db", "upgrade"])
    main(["seed", "nasp"])
    path = tmp_path / "ue.zip"
    assert main(["export-union", str(path), "--union", "ue"]) == 0
    return path


@pytest.fixture
def elsewhere(archive, environment, tmp_path):
    """Another installation, with another key and nobody in it."""
    environment.setenv("NEWSLETTER_HOME", str(tmp_path / "elsewhere"))
    environment.setenv("SECRET_KEY", "another secret that is long enough for everybody, and longer")
    (tmp_path / "elsewhere").mkdir()
    main(["db", "upgrade"])


def told(home):
    """Names and addresses of UE's members."""
    engine = make_engine(f"sqlite:///{home / 'newsletter.sqlite3'}")
    with Session(engine) as session:
        found = session.execute(
            select(Subscriber.email, Membership.given_name, Membership.family_name)
            .join(Membership)
            .join(Union)
            .where(Union.slug == "ue")
            .order_by(Subscriber.email)
        ).all()
    engine.dispose()
    return found


def test_the_same_people_come_out_and_go_in(archive, elsewhere, tmp_path, capsys):
    assert main(["import-union", str(archive)]) == 0

    people = told(tmp_path)
    assert people == told(tmp_path / "elsewhere")
    said = capsys.readouterr().out
    assert f"{len(people)} people and" in said
    assert "newsletter account" in said
    assert archive.stat().st_mode & 0o777 == 0o600


def test_a_name_that_is_taken(archive, elsewhere, capsys):
    main(["import-union", str(archive)])

    assert main(["import-union", str(archive)]) == 2
    assert "give the one in the archive another name" in capsys.readouterr().err
    assert main(["import-union", str(archive), "--as", "UE 2"]) == 2
    assert main(["import-union", str(archive), "--as", "ue-2"]) == 0


def test_a_damaged_one_changes_nothing(archive, elsewhere, tmp_path, capsys):
    archive.write_bytes(archive.read_bytes()[:-100])

    assert main(["import-union", str(archive)]) == 2

    assert "is no ZIP file, or was cut off" in capsys.readouterr().err
    engine = make_engine(f"sqlite:///{tmp_path / 'elsewhere' / 'newsletter.sqlite3'}")
    with Session(engine) as session:
        assert session.scalars(select(Union)).all() == []
    engine.dispose()


def test_a_file_that_is_there_is_kept(archive, capsys):
    assert main(["export-union", str(archive), "--union", "ue"]) == 2
    assert "is there already" in capsys.readouterr().err
