"""The only place where everything meets: one Flask app for one installation."""

from pathlib import Path

import redis
from flask import Flask

from newsletter import logs, models, web
from newsletter.inbox import views as inbox
from newsletter.queueing import RqDispatcher
from newsletter.settings import Settings, SettingsError, load_settings
from newsletter.web.context import Site

__all__ = ["create_app", "inbox_file", "models"]

REDIS_PATIENCE_S = 2.0
"""A page does not wait longer for the queue: rows are the truth, and the sweep names the jobs again."""


def create_app(settings: Settings | None = None) -> Flask:
    """The pages of an installation, by default the one the environment describes. Raises SettingsError."""
    if settings is None:
        logs.begin()
        settings = load_settings()
    if settings.redis_url is None:
        raise SettingsError(
            "REDIS_URL should say where Redis is, for example REDIS_URL=redis://127.0.0.1:6379/0; "
            "without it start `newsletter web`, which brings its own"
        )
    queue = redis.Redis.from_url(
        settings.redis_url, socket_timeout=REDIS_PATIENCE_S, socket_connect_timeout=REDIS_PATIENCE_S
    )
    app = Flask("newsletter", static_folder=None)
    web.register(app, Site(settings=settings, dispatcher=RqDispatcher(queue), redis_url=settings.redis_url))
    if settings.shows_inbox:
        inbox.register(app, inbox_file(settings))
    return app


def inbox_file(settings: Settings) -> Path:
    """What the local inbox took, for its process to write and its pages to read."""
    return settings.home / "inbox.sqlite3"
