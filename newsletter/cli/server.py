"""gunicorn inside our own process, so that what we started ourselves ends with it."""

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from newsletter.app import create_app

GRACE_S = 5


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn carries no types
    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return create_app()


def serve(*, bind: str, processes: int, threads: int) -> None:
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
