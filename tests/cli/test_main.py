"""What becomes of what goes wrong, and of what nobody meant."""

import pytest

from newsletter.cli import main


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
