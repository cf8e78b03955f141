"""Tables come, and go only where that is meant."""

from newsletter.cli import main
from newsletter.unions.models import Union
from tests.cli.conftest import production


def test_the_tables_can_be_taken_away_again(environment, rows):
    main(["db", "upgrade"])
    assert rows(Union) == 0

    assert main(["db", "downgrade", "base"]) == 0

    assert main(["seed", "nasp"]) == 2


def test_production_takes_nothing_down_by_mistake(environment, capsys):
    production(environment)
    assert main(["db", "upgrade"]) == 0

    assert main(["db", "downgrade", "base"]) == 2
    assert "--lose-data" in capsys.readouterr().err

    assert main(["db", "downgrade", "base", "--lose-data"]) == 0
