"""A post office with a small alliance, a relay that does as it is told, and a clock that stands still."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session, sessionmaker

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.db import writing
from newsletter.delivery import queries
from newsletter.delivery.journal import NoJournal, Notes, Turn
from newsletter.delivery.models import Batch, Message
from newsletter.delivery.pacing.alone import Alone
from newsletter.delivery.pacing.desk import Desk
from newsletter.delivery.pacing.pacer import Pacer
from newsletter.delivery.post import NOWHERE, Post, Transport
from newsletter.delivery.services.notices import send_notice
from newsletter.delivery.services.releasing import release
from newsletter.delivery.services.sending import send_batch
from newsletter.delivery.services.starting import start
from newsletter.delivery.services.sweeping import sweep
from newsletter.delivery.watching import Watch
from newsletter.delivery.windows import Window
from newsletter.links import Links
from newsletter.mail.route import Route
from newsletter.queueing import Job, JobName, Outbox
from newsletter.subscribers.models import MailingList, Scope, Subscriber, SuppressionReason
from newsletter.subscribers.services.suppressing import suppress
from newsletter.unions.models import Union
from tests.factories import make_alliance, make_campaign, make_list, make_person, make_union, say_yes
from tests.factories.people import SIGNER
from tests.fakes import Clock, FakeRelay, Letterbox

Sessions = Callable[[], AbstractContextManager[Session]]


@dataclass
class Ticking:
    """The office's clock, but each look at it takes a moment: who waits for places looks until there are some."""

    clock: Clock
    looked_s: float = 0.0

    def __call__(self) -> float:
        self.looked_s += 0.001
        return self.clock.seconds() + self.looked_s


@dataclass
class Office:
    """What workers and the sweep do, one job after the other."""

    sessions: Sessions
    letterbox: Letterbox = field(default_factory=Letterbox)
    relay: FakeRelay = field(default_factory=FakeRelay)
    clock: Clock = field(default_factory=Clock)
    batch_size: int = 500
    spell_s: float = 0.0
    """So long a worker goes from one batch to the next by itself."""

    transport: Transport | None = None
    """A real way out instead of the relay that does as it is told."""

    way: Route = NOWHERE
    journal: Notes = field(default_factory=NoJournal)
    watch: Watch[Turn] = field(default_factory=Watch)
    window: Window = field(default_factory=Window)
    pacer: Pacer | None = None
    """Made by the office's clock, unless another is given."""

    def renew(self) -> None:
        """As new: an empty letterbox, a relay that took nothing, and noon."""
        self.letterbox, self.relay, self.clock, self.watch = Letterbox(), FakeRelay(), Clock(), Watch()
        self.pacer = None

    @property
    def post(self) -> Post:
        return Post(
            links=Links("https://news.solidarity.example", SIGNER),
            transport=self.transport or self.relay,
            clock=self.clock,
            mail_domain="news.solidarity.example",
            bounce_domain="bounces.solidarity.example",
            seconds=self.clock.seconds,
            spell_s=self.spell_s,
            relay=self.way,
            journal=self.journal,
            window=self.window,
            desk=Desk(self._pacer()),
        )

    def _pacer(self) -> Pacer:
        if self.pacer is None:
            ticking = Ticking(self.clock)
            self.pacer = Pacer(Alone(ticking), ticking)
        return self.pacer

    @contextmanager
    def work(self) -> Iterator[tuple[Session, Outbox]]:
        """A transaction, and its jobs put into the letterbox behind it."""
        outbox = Outbox(self.letterbox)
        with self.sessions() as session:
            yield session, outbox
        outbox.send()

    def start(self, campaign_id: int) -> bool:
        with self.work() as (session, outbox):
            return start(session, outbox, campaign_id=campaign_id, batch_size=self.batch_size, now=self.clock.now)

    def release(self, campaign_id: int, union_id: int) -> int:
        with self.work() as (session, outbox):
            return release(session, outbox, campaign_id=campaign_id, union_id=union_id, now=self.clock.now)

    def sweep(self) -> list[Job]:
        """The jobs it named."""
        before = len(self.letterbox.jobs)
        with self.work() as (session, outbox):
            sweep(
                session,
                outbox,
                watch=self.watch,
                batch_size=self.batch_size,
                now=self.clock.now,
                seconds=self.clock.seconds(),
            )
        return self.letterbox.jobs[before:]

    def do(self, job: Job) -> None:
        match job.name:
            case JobName.SEND_BATCH:
                send_batch(self.sessions, self.post, **job.numbers)
            case JobName.SEND_NOTICE:
                send_notice(self.sessions, self.post, **job.numbers)
            case JobName.START_CAMPAIGN:
                self.start(**job.numbers)
            case JobName.RELEASE_SHARE:
                self.release(**job.numbers)

    def empty_letterbox(self) -> None:
        """Do every job there is."""
        while jobs := self.letterbox.emptied():
            for job in jobs:
                self.do(job)


@dataclass
class Place:
    """An office and the rows of its alliance, to look at."""

    office: Office
    session: Session
    alliance: Union
    ue: Union
    unifor: Union
    topic: MailingList

    def launched(self, people: int = 0, **more: Any) -> Campaign:
        """A campaign that waits to be started, with UE's yes and so many of its members to get it."""
        campaign = make_campaign(self.session, self.alliance, self.topic, state=State.WAITING, **more)
        for _ in range(people):
            make_person(self.session, self.ue, lists=[self.topic])
        say_yes(self.session, campaign, self.ue)
        return campaign

    def started(self, people: int = 0, **more: Any) -> Campaign:
        """The same, frozen, with its jobs in the letterbox."""
        campaign = self.launched(people, **more)
        self.office.start(campaign.id)
        return campaign

    def steer(self, campaign: Campaign, state: State) -> None:
        """What staff do meanwhile: pause, resume, cancel."""
        with self.office.sessions() as session:
            session.execute(update(Campaign).where(Campaign.id == campaign.id).values(state=state))

    def messages(self, campaign: Campaign) -> list[Message]:
        self.session.expire_all()
        return list(
            self.session.scalars(select(Message).filter_by(campaign_id=campaign.id).order_by(Message.subscriber_id))
        )

    def batches(self, campaign: Campaign) -> list[Batch]:
        self.session.expire_all()
        return list(self.session.scalars(select(Batch).filter_by(campaign_id=campaign.id).order_by(Batch.number)))

    def state(self, campaign: Campaign) -> State:
        self.session.expire_all()
        return campaign.state

    def states(self, campaign: Campaign) -> Counter[str]:
        return Counter(str(one.state) for one in self.messages(campaign))

    def fates(self, campaign: Campaign) -> queries.Fates:
        self.session.expire_all()
        return queries.fates(self.session, campaign_id=campaign.id)

    def bar(self, person: Subscriber, reason: SuppressionReason, scope: Scope = Scope.ALLIANCE) -> None:
        suppress(
            self.session,
            address_hash=person.address_hash,
            scope=scope,
            union_id=self.ue.id if scope is Scope.UNION else self.alliance.id,
            list_id=self.topic.id if scope is Scope.LIST else 0,
            reason=reason,
            now=self.office.clock.now,
        )


@pytest.fixture
def place(session: Session) -> Place:
    """On one connection, whose every row is forgotten after the test."""

    @contextmanager
    def sessions() -> Iterator[Session]:
        session.flush()
        with Session(session.connection(), join_transaction_mode="create_savepoint") as other:
            yield other
            other.commit()

    return furnished(Office(sessions), session)


@pytest.fixture
def office(engine: Engine) -> Office:
    """On connections of its own, for what happens at the same moment."""
    return Office(sessionmaker(writing(engine)).begin)


def furnished(office: Office, session: Session) -> Place:
    alliance = make_alliance(session)
    return Place(
        office=office,
        session=session,
        alliance=alliance,
        ue=make_union(session, "ue"),
        unifor=make_union(session, "unifor"),
        topic=make_list(session, alliance),
    )
