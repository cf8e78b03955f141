"""Finding out who really takes the mail of domains at which a campaign has many people.

In the background, once for each campaign and once a week for each domain. Until DNS answers, and where it does not,
the domain's name says who it is.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, delete, exists, func, insert, literal, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.db import insert as upsert
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Destination, MailDomain, Message
from newsletter.delivery.pacing.operators import by_domain, by_exchangers, known_domains
from newsletter.domains.dns import Resolver, Silent, Texts
from newsletter.subscribers.models import Subscriber

MANY = 20
"""At fewer people it does not matter who slows them down; and a domain of somebody's own is their own business."""

AT_ONCE = 50
GOOD_FOR = timedelta(days=7)
SILENT_FOR = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=60)
MOST = 5000
"""Domains that workers keep in mind."""

NOWHERE = ("example", "invalid", "test", "localhost", "local")
"""Names that are never in DNS (RFC 2606, RFC 6762)."""

GOING = (State.SENDING, State.PAUSED)

Sessions = Callable[[], AbstractContextManager[Session]]
"""Each opens a session of its own that commits at its end."""


def locate(sessions: Sessions, resolver: Resolver, *, now: datetime) -> None:
    """Ask about domains nobody asked about, or not lately. With no transaction open: DNS may take its time."""
    with sessions() as session:
        _count_destinations(session)
        due = _due(session, now)
        _expect(session, due, now)
    if not due:
        return
    answers: dict[str, Texts] = {}
    for domain in due:
        with suppress(Silent):
            answers[domain] = resolver.exchangers(domain)
    with sessions() as session:
        _note(session, answers, now)
        session.execute(delete(MailDomain).where(MailDomain.due_at < now - FORGOTTEN_AFTER))


def operators(session: Session) -> Mapping[str, str]:
    """The domains of which DNS says something that their name does not."""
    kept = select(MailDomain.domain, MailDomain.operator).where(MailDomain.operator != MailDomain.domain)
    return {row.domain: row.operator for row in session.execute(kept.order_by(MailDomain.due_at.desc()).limit(MOST))}


def domain_of(session: Session, email: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """What stands behind the @, in the database's own words."""
    if session.get_bind().dialect.name == "sqlite":
        return func.substr(email, func.instr(email, "@") + 1)
    return func.split_part(email, "@", 2)


def _count_destinations(session: Session) -> None:
    """Of campaigns that were frozen since the last time. Another host that does the same is left to it."""
    uncounted = (
        select(Campaign.id)
        .where(Campaign.state.in_(GOING), ~exists().where(Destination.campaign_id == Campaign.id))
        .with_for_update(key_share=True, skip_locked=True)
    )
    for campaign_id in session.scalars(uncounted).all():
        people = (
            select(
                Message.via_union_id.label("union_id"),
                domain_of(session, Subscriber.email).label("domain"),
                func.count().label("people"),
            )
            .join(Subscriber, Subscriber.id == Message.subscriber_id)
            .where(Message.campaign_id == campaign_id, Message.state != MessageState.SUPPRESSED)
            .group_by("union_id", "domain")
            .subquery("people")
        )
        domain = case((people.c.people >= MANY, people.c.domain), else_="")
        rows = select(literal(campaign_id), people.c.union_id, domain, func.sum(people.c.people)).group_by(
            people.c.union_id, domain
        )
        session.execute(insert(Destination).from_select(["campaign_id", "union_id", "domain", "people"], rows))


def _due(session: Session, now: datetime) -> Sequence[str]:
    """Where most people are comes first."""
    asked = exists().where(MailDomain.domain == Destination.domain, MailDomain.due_at > now)
    nowhere = or_(*(Destination.domain.endswith(f".{ending}") for ending in NOWHERE))
    return session.scalars(
        select(Destination.domain)
        .join(Campaign, Campaign.id == Destination.campaign_id)
        .where(
            Campaign.state.in_(GOING),
            Destination.domain != "",
            Destination.domain.not_in([*known_domains(), *NOWHERE]),
            ~nowhere,
            ~asked,
        )
        .group_by(Destination.domain)
        .order_by(func.sum(Destination.people).desc(), Destination.domain)
        .limit(AT_ONCE)
    ).all()


def _expect(session: Session, domains: Sequence[str], now: datetime) -> None:
    """Say that somebody asks, and when the next one may if there is no answer."""
    for domain in domains:
        row = upsert(session, MailDomain).values(
            domain=domain, operator=by_domain(domain), asked_at=None, due_at=now + SILENT_FOR
        )
        session.execute(row.on_conflict_do_update(index_elements=["domain"], set_={"due_at": now + SILENT_FOR}))


def _note(session: Session, answers: Mapping[str, Texts], now: datetime) -> None:
    for domain, exchangers in answers.items():
        session.execute(
            update(MailDomain)
            .where(MailDomain.domain == domain)
            .values(operator=by_exchangers(domain, exchangers), asked_at=now, due_at=now + GOOD_FOR)
        )
