"""An alliance of unions, for trying out or to begin with."""

import shutil
from pathlib import Path

from newsletter import seeds
from newsletter.accounts.models import Account
from newsletter.cli import main
from newsletter.subscribers.models import Subscriber
from newsletter.unions.models import Union
from tests.cli.conftest import production


def test_upgrade_seed_and_seed_again(environment, capsys, rows):
    assert main(["db", "upgrade"]) == 0
    assert main(["seed", "nasp"]) == 0
    people = rows(Subscriber)
    assert main(["seed", "nasp"]) == 0

    assert people == rows(Subscriber) == 600
    assert "The alliance and 6 unions are there; no sample people added." in capsys.readouterr().out


def test_production_gets_no_samples(environment, rows):
    production(environment)
    main(["db", "upgrade"])

    assert main(["seed", "nasp"]) == 0

    assert (rows(Union), rows(Subscriber), rows(Account)) == (7, 0, 0)


def test_a_seed_of_ones_own_is_named_by_its_folder(environment, capsys, rows, tmp_path):
    own = tmp_path / "ours"
    shutil.copytree(Path(seeds.__file__).parent / "nasp", own)
    assert main(["db", "upgrade"]) == 0

    assert main(["seed", str(own), "--without-samples"]) == 0

    assert rows(Union) == 7
