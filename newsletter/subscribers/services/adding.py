"""Adding one person by hand: a roster of one row, so that the same holds for both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.errors import NewsletterError
from newsletter.fence import beyond
from newsletter.subscribers.importing.entries import Entry
from newsletter.subscribers.importing.outcomes import Outcome
from newsletter.subscribers.importing.taking_in import Consent, take_in
from newsletter.subscribers.models import Membership, Subscriber, Value
from newsletter.subscribers.services.editing import MemberFacts, edit_member
from newsletter.tokens import Signer
from newsletter.unions.models import Union


class StaysGone(NewsletterError):
    """They left this union or everything, or were taken off: only they can come back, by signing up."""


class IsMember(NewsletterError):
    """They are in this union already, or were: their page says what is known."""

    def __init__(self, subscriber_id: int) -> None:
        super().__init__("they are in this union already")
        self.subscriber_id = subscriber_id


@dataclass(frozen=True)
class NewPerson:
    """Who they are: a normalised address, and what they are read to in."""

    address: str
    language: str
    country: str | None = None
    region: str | None = None


def add_person(
    session: Session,
    *,
    union: Union,
    person: NewPerson,
    facts: MemberFacts,
    values: Mapping[int, Value | None],
    consent: Consent | None,
    signer: Signer,
    account_id: int,
    now: datetime,
) -> Membership:
    """Take in one person; without consent they get no mail. Raises IsMember, StaysGone, NotVisible.

    Whether another union knows them makes no difference, and they keep the language they chose there.
    """
    with beyond(session):
        known = _membership(session, union, person.address)
        if known:
            raise IsMember(known.subscriber_id)
        entry = Entry(
            line=1,
            email=person.address,
            names=(facts.given_name, facts.family_name),
            language=person.language,
            country=person.country,
            region=person.region,
        )
        outcomes = take_in(session, union=union, entries=[entry], consent=consent, signer=signer, now=now)
        made = _membership(session, union, person.address)
        if outcomes[entry.line] is Outcome.GONE or made is None:
            raise StaysGone
        edit_member(session, membership=made, facts=facts, values=values, account_id=account_id, now=now)
        record(
            session,
            verb="person.added",
            subject_id=made.subscriber_id,
            union_id=union.id,
            account_id=account_id,
            now=now,
            basis=consent.basis if consent else "none",
        )
    return made


def _membership(session: Session, union: Union, address: str) -> Membership | None:
    return session.scalar(
        select(Membership)
        .join(Membership.subscriber)
        .where(Subscriber.email == address, Membership.union_id == union.id)
    )
