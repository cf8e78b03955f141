"""Each kind of mail in each language through each kind of union, sent by the real code to a relay that keeps it."""

from dataclasses import dataclass
from itertools import product

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from newsletter.db import Work, unit_of_work, writing
from newsletter.delivery.post import Post
from newsletter.delivery.services.freezing import freeze
from newsletter.delivery.services.notices import send_notice
from newsletter.delivery.services.sending import send_batch
from newsletter.links import Links
from newsletter.mail.smtp import Envelope
from newsletter.queueing import JobName, Outbox
from newsletter.rendering import MailKind
from newsletter.subscribers.asking import Asked
from newsletter.subscribers.models import NoticeKind
from newsletter.subscribers.services.noticing import notify
from newsletter.vault import Vault
from tests.clock import NOON
from tests.factories import make_domain, make_person
from tests.factories.people import SIGNER
from tests.fakes import Clock, FakeRelay, Letterbox
from tests.standards.alliance import LANGUAGES, Alliance

CAMPAIGNS = (MailKind.UPDATE, MailKind.INVITATION)
NOTICES = tuple(MailKind(kind) for kind in NoticeKind)
KINDS = CAMPAIGNS + NOTICES
UNIONS = ("ue", "ibu", "nasp")
"""A union, an affiliate of another one, and the alliance to those who belong to no union."""

GIVEN_NAME, FAMILY_NAME = "Zoë", 'Núñez-O’Brien "Zo", <& Söhne>'

BASE_URL = "https://news.nasp.example"
DOMAIN = "news.nasp.example"
BOUNCES = "bounces.nasp.example"
VAULT = Vault("a secret that opens the keys of these tests")


@dataclass(frozen=True)
class Sample:
    """Which mail."""

    kind: MailKind
    language: str
    union: str

    def __str__(self) -> str:
        return f"{self.kind}-{self.language}-{self.union}"

    @property
    def address(self) -> str:
        """Whom it goes to: one person for each union and language."""
        return f"zoe.{self.union}.{self.language}@members.example"


def samples(*kinds: MailKind) -> list[Sample]:
    """All samples of these kinds."""
    return [Sample(*one) for one in product(kinds, LANGUAGES, UNIONS)]


def post_office(relay: FakeRelay) -> Post:
    """A worker's, handing mail to this relay."""
    return Post(
        links=Links(BASE_URL, SIGNER),
        transport=relay,
        clock=Clock(),
        mail_domain=DOMAIN,
        bounce_domain=BOUNCES,
        vault=VAULT,
    )


def send_samples(engine: Engine) -> dict[Sample, Envelope[int]]:
    """Write what is needed into an empty database, and send one mail for each sample."""
    sent: dict[Sample, Envelope[int]] = {}
    with Session(writing(engine)) as session:
        alliance = Alliance.founded(session)
        for union in alliance.unions.values():
            make_domain(session, VAULT, union)
        people = {(one.language, one.union): _enrolled(session, alliance, one) for one in samples(MailKind.UPDATE)}
        for kind in KINDS:
            queue = Letterbox()
            with unit_of_work(session, Outbox(queue)) as work:
                if kind in CAMPAIGNS:
                    _freeze(work, alliance, kind)
                else:
                    for sample in samples(kind):
                        _notify(work, alliance, sample, people[sample.language, sample.union])
            sent |= _delivered(engine, kind, queue)
    return sent


def _enrolled(session: Session, alliance: Alliance, sample: Sample) -> int:
    person = make_person(
        session,
        alliance.unions[sample.union],
        lists=[alliance.topic],
        email=sample.address,
        language=sample.language,
        given_name=GIVEN_NAME,
        family_name=FAMILY_NAME,
    )
    return person.id


def _freeze(work: Work, alliance: Alliance, kind: MailKind) -> None:
    campaign = alliance.campaign(work.session, event=alliance.event if kind is MailKind.INVITATION else None)
    freeze(work.session, work.outbox, campaign=campaign, batch_size=500, now=NOON)


def _notify(work: Work, alliance: Alliance, sample: Sample, person_id: int) -> None:
    asked = Asked((alliance.topic.id,), wording_id=1, language=sample.language, given_name=GIVEN_NAME)
    notify(
        work.session,
        work.outbox,
        kind=NoticeKind(sample.kind),
        subscriber_id=person_id,
        union_id=alliance.unions[sample.union].id,
        asked=asked,
        now=NOON,
    )


def _delivered(engine: Engine, kind: MailKind, queue: Letterbox) -> dict[Sample, Envelope[int]]:
    relay, sessions = FakeRelay(), sessionmaker(writing(engine)).begin
    for job in queue.emptied():
        if job.name is JobName.SEND_NOTICE:
            send_notice(sessions, post_office(relay), **job.numbers)
        else:
            send_batch(sessions, post_office(relay), **job.numbers)
    by_address = {one.recipient: one for one in relay.taken}
    assert len(by_address) == len(relay.taken) == len(samples(kind))
    return {sample: by_address[sample.address] for sample in samples(kind)}
