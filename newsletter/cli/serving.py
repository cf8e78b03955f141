"""`newsletter web`, `worker` and `inbox`: the processes of an installation."""

import argparse
import os
import sys

from newsletter import logs
from newsletter.cli.commands import Commands
from newsletter.embedded import running_redis
from newsletter.serving import serve_inbox, serve_pages
from newsletter.settings import load_settings


def add(commands: Commands) -> None:
    """Add the commands."""
    pages = commands.add_parser("web", help="serve the pages")
    pages.add_argument("--bind", default="127.0.0.1:8000", metavar="HOST:PORT")
    pages.add_argument("--processes", type=int, default=1, metavar="N")
    pages.add_argument("--threads", type=int, default=8, metavar="N")
    pages.set_defaults(run=_web)
    worker = commands.add_parser("worker", help="send what is queued")
    worker.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")
    worker.set_defaults(run=_worker)
    inbox = commands.add_parser("inbox", help="take all mail and show it at /inbox/ (not in production)")
    inbox.set_defaults(run=_inbox)


def _web(asked: argparse.Namespace) -> None:
    settings = load_settings()
    logs.begin()
    with running_redis(settings.redis_url, home=settings.home) as server:
        os.environ["REDIS_URL"] = server.url
        serve_pages(bind=asked.bind, processes=asked.processes, threads=asked.threads)


def _worker(asked: argparse.Namespace) -> None:
    """Become the launcher. By name only: nobody imports the workers."""
    os.execv(sys.executable, [sys.executable, "-m", "workers", "--processes", str(asked.processes)])  # noqa: S606 (no shell is wanted)


def _inbox(_asked: argparse.Namespace) -> None:
    serve_inbox(load_settings())
