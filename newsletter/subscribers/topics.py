"""What a person may choose among."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from newsletter.subscribers.models import (
    ConsentWording,
    MailedBy,
    MailingList,
    Scope,
    Standing,
    Subscriber,
    Suppression,
    SuppressionReason,
)
from newsletter.unions.models import Union, UnionKind
from newsletter.unions.queries import with_affiliates


def offered(session: Session, union_ids: Collection[int]) -> Sequence[MailingList]:
    """The public lists of the alliance and of these unions, in the order of the sign-up page."""
    return session.scalars(
        select(MailingList)
        .join(Union)
        .where(
            MailingList.is_public,
            MailingList.archived_at.is_(None),
            or_(Union.kind == UnionKind.ALLIANCE, Union.id.in_(union_ids)),
        )
        .order_by(Union.kind, MailingList.position, MailingList.id)
    ).all()


def had(session: Session, person: Subscriber) -> Sequence[MailingList]:
    """The lists the person gets mail about: confirmed, and open through a union they have not left.

    Who leaves a union stays confirmed on the alliance's topics, for the sake of their other unions.
    """
    left = select(Suppression.union_id).filter_by(
        address_hash=person.address_hash, scope=Scope.UNION, reason=SuppressionReason.LEFT
    )
    stays_in = {one.union_id for one in person.memberships}.difference(session.scalars(left))
    confirmed = held(person)
    return [one for one in confirmed if mailed_through(session, one, stays_in)]


def held(person: Subscriber) -> list[MailingList]:
    """The open lists the person is confirmed on; nothing is mailed about an archived one."""
    return [one.list for one in person.subscriptions if one.standing is Standing.CONFIRMED and one.list.is_open]


def mailed_through(session: Session, topic: MailingList, union_ids: Collection[int]) -> set[int]:
    """Those of the unions that may bring mail about it.

    A union's own list goes no further than its affiliates, unless the union lets all others write to it.
    """
    if topic.union.kind is UnionKind.ALLIANCE or topic.mailed_by is MailedBy.ALLIANCE:
        return set(union_ids)
    return with_affiliates(session, [topic.union_id]).intersection(union_ids)


def current_wording(session: Session, language: str) -> ConsentWording:
    """The words shown today in a language, else in English."""
    newest = select(ConsentWording).order_by(ConsentWording.version.desc()).limit(1)
    return (
        session.scalar(newest.where(ConsentWording.language == language))
        or session.scalars(newest.where(ConsentWording.language == "en")).one()
    )
