"""Sample people, with the evidence a real sign-up would have left."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.mail.address import normalise
from newsletter.seeds.person import Person
from newsletter.seeds.planting.evidence import evidence, last_change
from newsletter.seeds.planting.ground import Ground
from newsletter.seeds.planting.rows import Row, add, numbers
from newsletter.subscribers.models import (
    ConsentRecord,
    Membership,
    Scope,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.tokens import Signer


def plant_people(
    session: Session, people: Sequence[Person], *, ground: Ground, signer: Signer, now: datetime
) -> None:
    """Add the people and all that hangs on them, table by table."""
    add(session, Subscriber, [_subscriber(person, signer, now) for person in people])
    rows = numbers(session, Subscriber, by=("email",))
    known = [(person, rows[(normalise(person.email),)]) for person in people]
    add(session, Membership, [row for person, number in known for row in _memberships(person, number, ground)])
    add(
        session,
        Subscription,
        [row for person, number in known for row in _subscriptions(person, number, ground, now)],
    )
    add(session, ConsentRecord, [row for person, number in known for row in evidence(person, number, ground, now)])
    add(session, Suppression, [row for person in people for row in _suppressions(person, ground, signer, now)])


def _subscriber(person: Person, signer: Signer, now: datetime) -> Row:
    email = normalise(person.email)
    return {
        "email": email,
        "address_hash": signer.address_hash(email),
        "language": person.language,
        "country": person.country,
        "region": person.region,
        "created_at": now - person.signed_up,
    }


def _memberships(person: Person, number: int, ground: Ground) -> Iterator[Row]:
    if not person.is_confirmed:
        return
    for one in person.memberships:
        yield {
            "subscriber_id": number,
            "union_id": ground.unions[one.union],
            "local_id": ground.locals[one.union, one.local] if one.local else None,
            "role": one.role,
            "given_name": one.given_name,
            "family_name": one.family_name,
        }


def _subscriptions(person: Person, number: int, ground: Ground, now: datetime) -> Iterator[Row]:
    for one in person.subscriptions:
        yield {
            "subscriber_id": number,
            "list_id": ground.lists[one.list],
            "standing": one.standing,
            "changed_at": last_change(person, one, now),
        }


def _suppressions(person: Person, ground: Ground, signer: Signer, now: datetime) -> Iterator[Row]:
    for one in person.suppressions:
        through = ground.alliance if one.list or one.scope is Scope.ALLIANCE else person.memberships[0].union
        yield {
            "address_hash": signer.address_hash(normalise(person.email)),
            "scope": one.scope,
            "list_id": ground.lists[one.list] if one.list else 0,
            "union_id": ground.unions[through],
            "reason": one.reason,
            "at": now - person.signed_up / 2,
        }
