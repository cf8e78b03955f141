"""What a view works with: this request's session, a unit of work, the time, the links, the settings."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask, current_app, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session

from newsletter.db import Base, Work, prepare, unit_of_work
from newsletter.domains.dns import Dns, Resolver
from newsletter.links import Links
from newsletter.queueing import Dispatcher, Outbox
from newsletter.settings import Settings
from newsletter.tokens import Signer
from newsletter.vault import Vault

db = SQLAlchemy(metadata=Base.metadata)
"""Used for its engine and its session per request; our rows stand on `newsletter.db.Base`, which knows no Flask."""

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Site:
    """What one installation's pages stand on."""

    settings: Settings
    dispatcher: Dispatcher

    redis_url: str | None
    """Where rate limits are counted; None: in this process alone."""

    resolver: Resolver = Dns()  # noqa: RUF009 (frozen, and it asks for nothing before it is asked)


def register(app: Flask, site: Site) -> None:
    """Give every view of this app its surroundings."""
    app.extensions["newsletter"] = (site, Links.of(site.settings))
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def session() -> Session:
    """The session of this request. One that may write says so from its first statement on (see newsletter.db)."""
    current: Session = db.session()
    if request.method not in _SAFE_METHODS and not current.in_transaction():
        current.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
    return current


def work() -> AbstractContextManager[Work]:
    """Everything inside is committed at its end, and then its jobs are sent."""
    return unit_of_work(session(), Outbox(_site().dispatcher))


def now() -> datetime:
    """The time, as services take it."""
    return datetime.now(UTC)


def settings() -> Settings:
    """What the operator decided."""
    return _site().settings


def links() -> Links:
    """Absolute addresses of public pages."""
    made: Links = current_app.extensions["newsletter"][1]
    return made


def resolver() -> Resolver:
    """Asks DNS."""
    return _site().resolver


def vault() -> Vault:
    """Seals what nobody may read in a copy of the database."""
    return Vault(settings().secret_key, previous=settings().previous_secret_keys)


def signer() -> Signer:
    """Reads and makes tokens."""
    return links().signer


def _site() -> Site:
    site: Site = current_app.extensions["newsletter"][0]
    return site
