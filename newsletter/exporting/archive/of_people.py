"""A union's members as lines of an archive, with where they stand and all the evidence; in sets by key."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from newsletter.db import among
from newsletter.exporting.archive import records
from newsletter.exporting.archive.scope import SET_PEOPLE, Reach
from newsletter.exporting.own_fields import Held, values
from newsletter.subscribers.models import (
    ConsentRecord,
    Membership,
    Scope,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.unions.models import Local, Union, UnionKind


def people(session: Session, reach: Reach) -> Iterator[records.PersonRecord]:
    """Numbered from 1."""
    number = 0
    for ids in reach.people.sets():
        held = values(session, reach.union, ids)
        for one, person, local in session.execute(
            select(Membership, Subscriber, Local.number)
            .join(Subscriber, Subscriber.id == Membership.subscriber_id)
            .outerjoin(Local, Local.id == Membership.local_id)
            .where(Membership.union_id == reach.union.id, among(session, Membership.subscriber_id, ids))
            .order_by(Membership.subscriber_id)
        ):
            number += 1
            yield _person(number, one, person, local, held.get(one.subscriber_id, {}))


def _person(
    number: int, one: Membership, person: Subscriber, local: str | None, fields: dict[str, Held]
) -> records.PersonRecord:
    return records.PersonRecord(
        number=number,
        email=person.email,
        language=person.language,
        country=person.country,
        region=person.region,
        known_since=person.created_at,
        given_name=one.given_name,
        family_name=one.family_name,
        local=local,
        role=one.role,
        member_number=one.number,
        joined_on=one.joined_on,
        ended_on=one.ended_on,
        fields=fields,
    )


def subscriptions(session: Session, reach: Reach) -> Iterator[records.SubscriptionRecord]:
    """To the lists in the archive. Index: the key."""
    for person, one in _of_people(session, reach, Subscription, Subscription.list_id.in_(reach.list_ids)):
        yield records.SubscriptionRecord(
            person=person,
            on_list=one.list_id,
            standing=one.standing,
            changed_at=one.changed_at,
            basis=one.basis,
            expires_at=one.expires_at,
        )


def consents(session: Session, reach: Reach) -> Iterator[records.ConsentRecordRecord]:
    """As the union's stewards see it (`subscribers.queries.consent_records`)."""
    own = [one.id for one in reach.lists if one.union_id == reach.union.id]
    seen = ConsentRecord.union_id == reach.union.id
    if reach.union.kind is UnionKind.UNION:
        seen = or_(seen, ConsentRecord.list_id.in_(own))
    for person, one in _of_people(session, reach, ConsentRecord, ConsentRecord.list_id.in_(reach.list_ids) & seen):
        yield records.ConsentRecordRecord(
            person=person,
            on_list=one.list_id,
            action=one.action,
            basis=one.basis,
            wording=one.wording_id,
            source=one.source,
            connection_hash=one.connection_hash,
            at=one.at,
        )


def _of_people(session: Session, reach: Reach, table: Any, seen: Any) -> Iterator[tuple[int, Any]]:  # noqa: ANN401 (a class of ours, and a condition on it)
    order = (table.list_id,) if table is Subscription else (table.at, table.id)
    for ids in reach.people.sets():
        for one in session.scalars(
            select(table).where(among(session, table.subscriber_id, ids), seen).order_by(table.subscriber_id, *order)
        ):
            yield reach.people.number(one.subscriber_id) or 0, one


def suppressions(session: Session, reach: Reach) -> Iterator[records.SuppressionRecord]:
    """The union's own, those of people long gone as well; and the alliance's of members, for they are kept there."""
    known, behind = set(reach.list_ids), 0
    while found := session.execute(_suppressed(reach.union).where(Suppression.id > behind)).all():
        behind = found[-1][0].id
        for one, subscriber_id in found:
            person = reach.people.number(subscriber_id) if subscriber_id else None
            is_own = one.union_id == reach.union.id
            if (one.scope is Scope.LIST and one.list_id not in known) or not (is_own or person):
                continue
            yield records.SuppressionRecord(
                address_hash=one.address_hash,
                person=person,
                scope=one.scope,
                on_list=one.list_id or None,
                reason=one.reason,
                at=one.at,
            )


def _suppressed(union: Union) -> Any:  # noqa: ANN401 (a SELECT of rows and numbers)
    is_alliances = Suppression.union_id.in_(select(Union.id).where(Union.kind == UnionKind.ALLIANCE))
    person = select(Subscriber.id).where(Subscriber.address_hash == Suppression.address_hash).scalar_subquery()
    return (
        select(Suppression, person)
        .where(or_(Suppression.union_id == union.id, and_(is_alliances, person.is_not(None))))
        .order_by(Suppression.id)
        .limit(SET_PEOPLE)
    )
