"""`newsletter seed`: an alliance to begin with."""

import argparse
from datetime import UTC, datetime

from newsletter.cli.commands import Commands, transaction
from newsletter.links import Links
from newsletter.seeds import Planted, available, plant, plant_with_samples, read
from newsletter.settings import Environment, load_settings


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("seed", help="plant an alliance: its unions, lists and the words people agree to")
    parser.add_argument("name", help=f"one of: {', '.join(available())}; or the path of a folder of your own")
    parser.add_argument(
        "--without-samples", action="store_true", help="no sample people, accounts or campaigns (never in production)"
    )
    parser.set_defaults(run=_seed)


def _seed(asked: argparse.Namespace) -> None:
    settings, seed = load_settings(), read(asked.name)
    bare = asked.without_samples or settings.environment is Environment.PRODUCTION
    with transaction(settings) as session:
        planted = (
            plant(session, seed)
            if bare
            else plant_with_samples(session, seed, signer=Links.of(settings).signer, now=datetime.now(UTC))
        )
    print(_told(planted))


def _told(planted: Planted) -> str:
    people = f"{planted.people} sample people" if planted.people else "no sample people"
    return f"The alliance and {planted.unions - 1} unions are there; {people} added."
