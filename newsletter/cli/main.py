"""`newsletter`: every command, and what becomes of its errors."""

import argparse
import sys
from collections.abc import Sequence

import redis
from sqlalchemy.exc import DBAPIError

from newsletter.cli import (
    accounts,
    benching,
    campaigns,
    chaos,
    database,
    demo,
    doctor,
    domains,
    exporting,
    importing,
    moving,
    resealing,
    seeding,
    serving,
    trying,
)
from newsletter.errors import NewsletterError
from newsletter.mail.smtp import BadRelay, SmtpError

COMMANDS = (
    demo,
    serving,
    database,
    seeding,
    accounts,
    domains,
    importing,
    exporting,
    moving,
    campaigns,
    resealing,
    trying,
    doctor,
    benching,
    chaos,
)
"""In the order in which help shows them."""

MISUSED = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked) or 0)
    except (NewsletterError, SmtpError, BadRelay) as problem:
        return _refuse(str(problem))
    except DBAPIError as problem:
        return _refuse(f"the database refused: {_one_line(problem.orig)}; `newsletter doctor` says what is missing")
    except redis.RedisError as problem:
        return _refuse(f"Redis cannot be used: {_one_line(problem)}")
    except OSError as problem:
        return _refuse(str(problem))
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="newsletter", description="A newsletter service for alliances of unions.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for one in COMMANDS:
        one.add(commands)
    return parser


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return MISUSED


def _one_line(problem: object) -> str:
    return " ".join(str(problem).split())
