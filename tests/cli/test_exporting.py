"""A union's people on the command line, as an operator takes them out for a steward."""

import csv

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsletter.activity.models import Activity
from newsletter.cli import main
from newsletter.db import make_engine
from newsletter.subscribers.models import Membership
from newsletter.unions.models import Union


@pytest.fixture
def seeded(environment, tmp_path):
    """An installation with people in it."""
    main(["db", "upgrade"])
    main(["seed", "nasp"])
    engine = make_engine(f"sqlite:///{tmp_path / 'newsletter.sqlite3'}")
    with Session(engine) as session:
        yield session
    engine.dispose()


def test_what_is_taken_out_goes_in_again_and_changes_nothing(seeded, tmp_path, capsys):
    members = select(func.count()).join(Union).where(Union.slug == "unifor", Membership.ended_on.is_(None))
    count = seeded.scalar(members.select_from(Membership))
    path = tmp_path / "unifor.xlsx"
    columns = "email,name,local,role,number,joined,language,country,region"

    assert main(["export", str(path), "--union", "unifor", "--columns", columns, "--language", "fr"]) == 0

    assert f"{count} people are in" in capsys.readouterr().out
    assert path.stat().st_mode & 0o777 == 0o600
    main(["import", str(path), "--union", "unifor", "--dry-run"])
    said = capsys.readouterr().out
    assert f"{count} rows:" in said
    assert not any(words in said for words in ("are new", "change what is known", "are rejected"))
    seeded.rollback()
    [line] = seeded.scalars(select(Activity).where(Activity.verb == "export.written"))
    assert (line.details, line.account_id) == ({"format": "xlsx", "rows": count}, None)


def test_those_of_a_list(seeded, tmp_path):
    path = tmp_path / "climate.csv"

    main(["export", str(path), "--union", "ue", "--list", "climate", "--columns", "email,standing"])

    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *people = csv.reader(file)
    assert len(header) == 2
    assert {standing for _, standing in people} == {"confirmed"}


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("members.pdf", "--union", "ue"), "of which kind?"),
        (("members.csv", "--union", "nobody"), "there is no union"),
        (("members.csv", "--union", "ue", "--list", "none"), "has no list 'none'"),
        (("members.csv", "--union", "ue", "--segment", "Night"), "has no segment 'Night'; there are"),
        (("there.csv", "--union", "ue"), "is there already"),
    ],
)
def test_what_cannot_be_done_is_said(seeded, capsys, tmp_path, options, reason):
    (tmp_path / "there.csv").write_text("mine")
    name, *more = options

    assert main(["export", str(tmp_path / name), *more]) == 2

    assert reason in capsys.readouterr().err
    assert (tmp_path / "there.csv").read_text() == "mine"
