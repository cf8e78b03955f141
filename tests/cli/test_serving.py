"""Pages are not shown to others under a secret that everybody knows."""

import pytest

from newsletter.cli import main


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
