"""The processes that listen: the pages, and the local inbox of development and demo."""

from typing import Any

from gunicorn.app.base import BaseApplication

from newsletter.app import create_app, inbox_file
from newsletter.errors import NewsletterError
from newsletter.inbox import server as inbox
from newsletter.settings import Settings

GRACE_S = 5


class NoInboxHere(NewsletterError):
    """The local inbox delivers to nobody and asks nobody who they are."""


def serve_pages(*, bind: str, processes: int, threads: int) -> None:
    """Serve the pages until asked to end. The app is made in each process, behind the fork."""
    _Server(
        {
            "bind": bind,
            "workers": processes,
            "threads": threads,
            "worker_class": "gthread",
            "graceful_timeout": GRACE_S,
            "control_socket_disable": True,
            "loglevel": "warning",
        }
    ).run()


def serve_inbox(settings: Settings) -> None:
    """Take mail for the local inbox until asked to end. Raises NoInboxHere."""
    if not settings.shows_inbox:
        raise NoInboxHere(
            "there is no local inbox in production, nor where BASE_URL leads to others: "
            "mail would stay there for ever, for everybody to read"
        )
    inbox.serve("127.0.0.1", settings.inbox_port, inbox_file(settings))


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn carries no types
    """gunicorn inside our own process, so that what we started ourselves ends with it."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        return create_app()
