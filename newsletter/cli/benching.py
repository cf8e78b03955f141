"""`newsletter bench`: what we reach of what this machine could do at all."""

import argparse
import json
from typing import Any

from newsletter.bench import (
    FreezeBench,
    ImportBench,
    JournalBench,
    LanesBench,
    RateBench,
    SendBench,
    bench_freeze,
    bench_imports,
    bench_journal,
    bench_lanes,
    bench_rate,
    bench_send,
)
from newsletter.cli.commands import Commands
from newsletter.settings import load_settings


def add(commands: Commands) -> None:
    """`bench send`, `freeze`, `import`, `journal`, `lanes` and `rate`."""
    parser = commands.add_parser("bench", help="measure this machine")
    benches = parser.add_subparsers(metavar="WHAT", required=True)
    _add_send(benches.add_parser("send", help="a campaign from freeze to ledger, into smtp-sink"))
    _add_freeze(benches.add_parser("freeze", help="an audience into the ledger, beside the barest INSERT"))
    _add_imports(benches.add_parser("import", help="a roster from file to rows, beside the barest upsert of them"))
    _add_journal(benches.add_parser("journal", help="noting each mail in a file, in Redis, in the database"))
    _add_lanes(benches.add_parser("lanes", help="confirmations and a pause while a campaign goes out"))
    _add_rate(benches.add_parser("rate", help="the mails of every second, by the relay's clock"))


def _add_send(parser: argparse.ArgumentParser) -> None:
    usual = SendBench()
    parser.add_argument("--messages", type=_count, default=usual.messages, metavar="N")
    parser.add_argument("--bytes", type=_count, default=usual.size_bytes, metavar="N", help="size of one mail")
    parser.add_argument("--workers", type=_count, default=usual.workers, metavar="N", help="worker processes")
    parser.add_argument("--connections", type=_count, default=usual.connections, metavar="N", help="of each worker")
    _add_database(parser, usual.database)
    parser.add_argument("--kill", action="store_true", help="kill -9 a worker half-way and look for each person")
    parser.add_argument("--dkim", action="store_true", help="sign each mail with both keys of its domain")
    parser.add_argument("--profile", action="store_true", help="leave a flame graph of one worker")
    parser.set_defaults(run=_send)


def _add_freeze(parser: argparse.ArgumentParser) -> None:
    usual = FreezeBench()
    parser.add_argument("--people", type=_count, default=usual.people, metavar="N", help="in the audience")
    _add_database(parser, usual.database)
    parser.add_argument("--rounds", type=_count, default=usual.rounds, metavar="N", help="medians are of so many")
    parser.set_defaults(run=_freeze)


def _add_imports(parser: argparse.ArgumentParser) -> None:
    usual = ImportBench()
    parser.add_argument("--rows", type=_count, default=usual.rows, metavar="N", help="people in the roster")
    _add_database(parser, usual.database)
    parser.set_defaults(run=_imports)


def _add_journal(parser: argparse.ArgumentParser) -> None:
    usual = JournalBench()
    parser.add_argument("--messages", type=_count, default=usual.messages, metavar="N")
    _add_database(parser, usual.database)
    parser.set_defaults(run=_journal)


def _add_lanes(parser: argparse.ArgumentParser) -> None:
    usual = LanesBench()
    parser.add_argument("--people", type=_count, default=usual.people, metavar="N", help="in the campaign")
    parser.add_argument("--confirmations", type=_count, default=usual.confirmations, metavar="N")
    parser.add_argument("--workers", type=_count, default=usual.workers, metavar="N", help="worker processes")
    _add_database(parser, usual.database)
    parser.set_defaults(run=_lanes)


def _add_rate(parser: argparse.ArgumentParser) -> None:
    usual = RateBench()
    parser.add_argument(
        "--per-second", type=_count, default=usual.per_second, metavar="N", help="the limit set for the relay"
    )
    parser.add_argument("--seconds", type=_count, default=usual.seconds, metavar="N")
    parser.add_argument("--workers", type=_count, default=usual.workers, metavar="N", help="worker processes")
    parser.add_argument(
        "--defers",
        default=usual.defers,
        metavar="DOMAIN",
        help="then defer its mail for as long, and look at the others",
    )
    _add_database(parser, usual.database)
    parser.set_defaults(run=_rate)


def _add_database(parser: argparse.ArgumentParser, usual: str) -> None:
    parser.add_argument(
        "--database",
        default=usual,
        metavar="DB",
        help="sqlite, postgresql (a server for the while), or the URL of an empty database",
    )


def _freeze(asked: argparse.Namespace) -> None:
    _print(bench_freeze(FreezeBench(people=asked.people, database=asked.database, rounds=asked.rounds)))


def _imports(asked: argparse.Namespace) -> None:
    _print(bench_imports(ImportBench(rows=asked.rows, database=asked.database)))


def _journal(asked: argparse.Namespace) -> None:
    _print(bench_journal(JournalBench(messages=asked.messages, database=asked.database)))


def _lanes(asked: argparse.Namespace) -> None:
    _print(
        bench_lanes(
            LanesBench(
                people=asked.people,
                confirmations=asked.confirmations,
                workers=asked.workers,
                database=asked.database,
            )
        )
    )


def _rate(asked: argparse.Namespace) -> None:
    _print(
        bench_rate(
            RateBench(
                per_second=asked.per_second,
                seconds=asked.seconds,
                workers=asked.workers,
                database=asked.database,
                defers=asked.defers,
            )
        )
    )


def _send(asked: argparse.Namespace) -> None:
    flames = load_settings().home / "bench-send.svg" if asked.profile else None
    figures = bench_send(
        SendBench(
            messages=asked.messages,
            size_bytes=asked.bytes,
            workers=asked.workers,
            connections=asked.connections,
            database=asked.database,
            kill=asked.kill,
            dkim=asked.dkim,
            flames=flames,
        )
    )
    _print(figures | ({"flames": str(flames)} if flames else {}))


def _print(figures: dict[str, Any]) -> None:
    for name, value in figures.items():
        print(f"{name:>20}  {value}")
    print(json.dumps(figures))


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("should be 1 or more")
    return number
