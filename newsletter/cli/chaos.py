"""`newsletter chaos`: campaigns under random faults, on servers and workers of its own."""

import argparse
import json
import random
from typing import Any

from newsletter.bench.chaos import USUAL, Chaos, Fault, bring, part
from newsletter.cli.commands import Commands

LARGEST_SEED = 10**6

WRONG = 1


def add(commands: Commands) -> None:
    """Add the command."""
    usual = Chaos()
    parser = commands.add_parser(
        "chaos", help="kill workers, hosts and servers under campaigns, and look for everybody"
    )
    parser.add_argument(
        "--faults",
        type=_faults,
        default=USUAL,
        metavar="NAMES",
        help=f"some of {','.join(Fault)}, with commas between them; all but the last by default",
    )
    parser.add_argument("--runs", type=int, default=usual.runs, metavar="N")
    parser.add_argument("--seed", type=int, metavar="N", help="of the first run; each next one has the next")
    parser.add_argument("--people", type=int, default=usual.people, metavar="N", help="in each campaign")
    parser.add_argument("--times", type=int, metavar="N", help="faults in each run; by chance if not given")
    parser.add_argument(
        "--database",
        default=usual.database,
        metavar="DB",
        help="postgresql (a server for the while), sqlite (with one host), or the URL of an empty database",
    )
    parser.add_argument(
        "--netns",
        action="store_true",
        help="instead: two hosts in network namespaces, one cut off from database and Redis (as root)",
    )
    parser.set_defaults(run=_chaos)


def _chaos(asked: argparse.Namespace) -> int:
    if asked.netns:
        figures = part(people=asked.people, say=_say)
        _print(figures)
        return WRONG if figures["wrongs"] else 0
    figures = bring(
        Chaos(
            faults=asked.faults,
            runs=asked.runs,
            seed=random.randrange(LARGEST_SEED) if asked.seed is None else asked.seed,  # noqa: S311 (not a secret)
            people=asked.people,
            database=asked.database,
            times=asked.times,
        ),
        say=_say,
    )
    _print(figures)
    return WRONG if figures["failing_seeds"] else 0


def _print(figures: dict[str, Any]) -> None:
    for name, value in figures.items():
        print(f"{name:>22}  {value}")
    print(json.dumps(figures))


def _say(line: str) -> None:
    print(line, flush=True)


def _faults(text: str) -> tuple[Fault, ...]:
    try:
        return tuple(Fault(name.strip()) for name in text.split(","))
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"{problem}; there are {', '.join(Fault)}") from None
