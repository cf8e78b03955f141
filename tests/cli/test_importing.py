"""A roster on the command line, as an operator takes it in for a steward."""

import pytest

from newsletter.cli import main
from newsletter.subscribers.models import ConsentRecord, Membership, Subscriber

ROSTER = (
    "Courriel;Nom;Prénom;Téléphone\n"
    "rosa@members.example;Díaz;Rosa;416 555 0199\n"
    "jo@members.example;Hill;Jo;416 555 0100\n"
    "nobody;Body;No;\n"
)


@pytest.fixture
def roster(environment, tmp_path):
    """An installation with unions and nobody in them, and a steward's file."""
    main(["db", "upgrade"])
    main(["seed", "nasp", "--without-samples"])
    path = tmp_path / "members.csv"
    path.write_text(ROSTER, encoding="cp1252")
    return str(path)


def test_a_roster_is_foretold_and_then_taken_in(roster, capsys, rows, tmp_path):
    assert main(["import", roster, "--union", "ue", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "Courriel → email" in said
    assert "left out: Téléphone" in said
    assert "2 are new\n  1 are rejected" in said
    assert rows(Subscriber) == 0

    assert main(["import", "--go-on", "1"]) == 0

    said = capsys.readouterr().out
    assert "They are not mailed" in said
    assert (rows(Membership), rows(ConsentRecord)) == (2, 0)
    [rejects] = tmp_path.glob("imports/*/*")
    assert "nobody" in rejects.read_text("utf-8-sig")


def test_the_ground_and_the_words_become_evidence(roster, capsys, rows):
    ground = ["--basis", "membership", "--wording", "You are a member.", "--list", "equity", "--list", "climate"]
    main(["import", roster, "--union", "ue", *ground])
    assert rows(ConsentRecord) == 4

    assert main(["import", roster, "--union", "ue", *ground]) == 0

    assert rows(ConsentRecord) == 4
    assert "2 change nothing" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ((), "--union"),
        (("--union", "nobody"), "there is no union"),
        (("--union", "ue", "--basis", "express"), "--wording"),
        (("--union", "ue", "--list", "equity"), "--basis"),
        (("--union", "ue", "--basis", "express", "--wording", "Yes", "--list", "none"), "has no list 'none'"),
    ],
)
def test_what_is_missing_is_said(roster, capsys, rows, options, reason):
    assert main(["import", roster, *options]) == 2

    assert reason in capsys.readouterr().err
    assert rows(Subscriber) == 0


def test_an_import_that_is_done_or_unknown_does_not_go_on(roster, capsys):
    main(["import", roster, "--union", "ue"])

    assert main(["import", "--go-on", "1"]) == 2
    assert main(["import", "--go-on", "9"]) == 2
    assert "cannot start an import that is done\nthere is no import 9" in capsys.readouterr().err


def test_a_file_that_is_no_table_says_so(roster, capsys, tmp_path):
    (tmp_path / "roster.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    assert main(["import", str(tmp_path / "roster.xls"), "--union", "ue"]) == 2
    assert "save it as XLSX or CSV" in capsys.readouterr().err
