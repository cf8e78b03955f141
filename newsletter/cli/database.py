"""`newsletter db`: the database's structure."""

import argparse

from newsletter import migrations
from newsletter.cli.commands import Commands, Refused, database
from newsletter.settings import Environment, load_settings


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("db", help="bring the database to this version of the software, or back")
    ways = parser.add_subparsers(metavar="WAY", required=True)
    up = ways.add_parser("upgrade", help="make or update the tables; doing it twice changes nothing")
    up.add_argument("revision", nargs="?", default="head")
    up.set_defaults(run=_upgrade)
    down = ways.add_parser("downgrade", help="go back to a revision; what newer tables hold is lost")
    down.add_argument("revision", help="`base` takes everything away")
    down.add_argument("--lose-data", action="store_true", help="meant: needed in production")
    down.set_defaults(run=_downgrade)


def _upgrade(asked: argparse.Namespace) -> None:
    with database(load_settings()) as engine:
        migrations.upgrade(engine, asked.revision)


def _downgrade(asked: argparse.Namespace) -> None:
    settings = load_settings()
    if settings.environment is Environment.PRODUCTION and not asked.lose_data:
        raise Refused("a downgrade loses what newer tables hold; make a backup, then say --lose-data")
    with database(settings) as engine:
        migrations.downgrade(engine, asked.revision)
