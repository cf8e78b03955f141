"""`newsletter web`, `worker` and `inbox`: the processes of an installation."""

import argparse
import os
import sys

from newsletter import logs
from newsletter.cli.commands import Commands, Refused
from newsletter.embedded import running_redis
from newsletter.serving import serve_inbox, serve_pages
from newsletter.settings import load_settings
from newsletter.settings.values import is_loopback


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
    if settings.has_public_secret and not _stays_here(asked.bind):
        raise Refused(
            f"SECRET_KEY should be a secret of your own before other machines reach {asked.bind}: "
            "the built-in one is public; for example SECRET_KEY=<openssl rand -hex 32>"
        )
    if settings.shows_inbox and not _stays_here(asked.bind):
        raise Refused(
            f"BASE_URL should be where other machines find these pages before they reach {asked.bind}: under a "
            "private one everybody could read /inbox/; for example BASE_URL=https://news.union.example"
        )
    logs.begin()
    with running_redis(settings.redis_url, home=settings.home) as server:
        os.environ["REDIS_URL"] = server.url
        serve_pages(bind=asked.bind, processes=asked.processes, threads=asked.threads)


def _stays_here(bind: str) -> bool:
    """Whether only this machine reaches it: by a loopback address or by a socket."""
    return bind.startswith("unix:") or is_loopback(f"//{bind}")


def _worker(asked: argparse.Namespace) -> None:
    """Become the launcher. By name only: nobody imports the workers."""
    os.execv(sys.executable, [sys.executable, "-m", "workers", "--processes", str(asked.processes)])  # noqa: S606 (no shell is wanted)


def _inbox(_asked: argparse.Namespace) -> None:
    serve_inbox(load_settings())
