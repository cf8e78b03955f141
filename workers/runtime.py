"""What jobs stand on, built once in each worker process after its start; no Flask.

A connection made before a fork must not be used behind it, so nothing here is built before the first job asks.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from threading import Event

import redis
from sqlalchemy.orm import Session, sessionmaker

from newsletter import models
from newsletter.db import Work, make_engine, unit_of_work, writing
from newsletter.delivery.journal import Journal
from newsletter.delivery.pacing.alone import Steady
from newsletter.delivery.pacing.desk import Desk
from newsletter.delivery.pacing.pacer import Pacer
from newsletter.delivery.pacing.seats import Seats
from newsletter.delivery.post import Post
from newsletter.links import Links
from newsletter.mail.route import Route
from newsletter.mail.smtp import Envelope, Notebook, Outcome
from newsletter.mail.switchboard import Switchboard
from newsletter.queueing import Dispatcher, Outbox, RqDispatcher
from newsletter.quotas import RedisQuotas
from newsletter.settings import Settings, load_settings
from newsletter.vault import Vault

__all__ = ["Runtime", "journals", "models", "runtime", "stopping"]

stopping = Event()
"""Set when this process was asked to end: the batch in hand then ends between two mails, and its rest goes back."""


SPELL_S = 5.0
"""So long a worker goes from one batch to the next before it looks at the other lanes."""


@dataclass(frozen=True)
class Runtime:
    """One worker process's surroundings."""

    settings: Settings
    post: Post
    dispatcher: Dispatcher

    sessions: Callable[[], AbstractContextManager[Session]]
    """Each opens a session of its own that commits at its end."""

    open_session: Callable[[], Session]

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One transaction, and the jobs it names sent behind it."""
        with self.open_session() as session, unit_of_work(session, Outbox(self.dispatcher)) as work:
            yield work


@cache
def runtime() -> Runtime:
    """The runtime of this process, from its environment."""
    settings = load_settings()
    if settings.redis_url is None:
        raise RuntimeError("a worker is started by workers.launcher, which says where Redis is")
    engine = writing(make_engine(settings.database_url, pool_pre_ping=True))
    factory = sessionmaker(engine)
    return Runtime(
        settings=settings,
        post=_post(settings),
        dispatcher=RqDispatcher(redis.Redis.from_url(settings.redis_url)),
        sessions=factory.begin,
        open_session=factory,
    )


def _post(settings: Settings) -> Post:
    quotas = RedisQuotas.at(settings.redis_url or "")
    return Post(
        spell_s=SPELL_S,
        links=Links.of(settings),
        transport=_UntilStopped(
            Switchboard(seats=lambda route: Seats(quotas, route.number, route.connections_in_all))
        ),
        relay=Route.parse(settings.smtp_url, settings.smtp_connections),
        clock=partial(datetime.now, UTC),
        mail_domain=settings.mail_domain,
        bounce_domain=settings.bounce_domain,
        lease_s=settings.lease_s,
        journal=Journal(journals(settings)),
        vault=Vault(settings.secret_key, previous=settings.previous_secret_keys),
        desk=Desk(Pacer(Steady(quotas))),
    )


def journals(settings: Settings) -> Path:
    """Where the processes of this host note what is on the wire."""
    return settings.home / "journals"


@dataclass(frozen=True)
class _UntilStopped:
    """The ways out of this process; connections stay open from one job to the next."""

    switchboard: Switchboard

    def send_many(
        self,
        envelopes: Iterable[Envelope[int] | None],
        *,
        count: int,
        stop: Callable[[], bool],
        routes: Sequence[Route],
        notebook: Notebook[int] | None = None,
    ) -> Iterator[Outcome[int] | None]:
        return self.switchboard.send_many(
            envelopes, count=count, stop=lambda: stopping.is_set() or stop(), routes=routes, notebook=notebook
        )
