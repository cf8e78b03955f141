"""`newsletter demo`."""

import argparse
import os
from pathlib import Path

from newsletter import demo
from newsletter.cli.commands import Commands
from newsletter.seeds import available, read

WRONG = 1


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("demo", help="run the whole product on this machine, and mail only yourself")
    parser.add_argument("--check", action="store_true", help="do it once in a fresh folder and count every mail")
    parser.add_argument("--port", type=int, metavar="N", help="where the pages are, if that is free")
    parser.add_argument("--alliance", default=available()[0], metavar="SEED", help="whose sample to show")
    parser.set_defaults(run=_demo)


def _demo(asked: argparse.Namespace) -> int:
    seed = read(asked.alliance)
    if asked.check:
        return 0 if demo.check(seed) else WRONG
    home = Path(os.environ.get("NEWSLETTER_HOME") or "var").absolute() / "demo"
    demo.show(home, seed, port=asked.port)
    return 0
