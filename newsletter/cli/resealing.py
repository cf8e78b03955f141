"""`newsletter secrets`: what is kept sealed, after SECRET_KEY was changed."""

import argparse
import sys

from newsletter.cli.commands import Commands, transaction
from newsletter.domains.services.resealing import reseal as reseal_keys
from newsletter.relays.services import reseal as reseal_relays
from newsletter.settings import load_settings
from newsletter.vault import Resealing, Vault

INCOMPLETE = 1


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("secrets", help="seal passwords and keys anew after SECRET_KEY was changed")
    ways = parser.add_subparsers(metavar="WAY", required=True)
    reseal = ways.add_parser("reseal", help="so that PREVIOUS_SECRET_KEYS is not needed for them any more")
    reseal.set_defaults(run=_reseal)


def _reseal(_asked: argparse.Namespace) -> int:
    settings = load_settings()
    resealing = Resealing(Vault(settings.secret_key, previous=settings.previous_secret_keys))
    with transaction(settings) as session:
        reseal_relays(session, resealing)
        reseal_keys(session, resealing)
    print(f"{resealing.done} passwords and keys are sealed under the present SECRET_KEY.")
    for name in resealing.lost:
        print(f"✖ {name} cannot be read: give its SECRET_KEY in PREVIOUS_SECRET_KEYS.", file=sys.stderr)
    return INCOMPLETE if resealing.lost else 0
