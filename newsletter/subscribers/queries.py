"""People and lists as staff may see them: a person only by a membership in a union of theirs."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from newsletter.errors import NotVisible
from newsletter.fence import beyond
from newsletter.subscribers.models import (
    ConsentRecord,
    MailingList,
    Membership,
    Notice,
    Standing,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.subscribers.writable import writable_by
from newsletter.unions.models import Union, UnionKind


def usable_lists(session: Session, union: Union) -> Sequence[MailingList]:
    """The lists this union may write to today."""
    return [one for one in visible_lists(session, union) if one.is_open]


def visible_lists(session: Session, union: Union) -> Sequence[MailingList]:
    """Those and the archived ones, whose people and evidence are still to be seen; few, the alliance's first."""
    return session.scalars(
        select(MailingList)
        .join(Union)
        .where(writable_by([union.id]))
        .order_by(Union.kind, MailingList.position, MailingList.id)
    ).all()


def person(session: Session, *, union_ids: Collection[int], subscriber_id: int) -> Subscriber:
    """A person who is a member of one of these unions, with no membership but those. Raises NotVisible."""
    memberships = session.scalars(_memberships(union_ids).where(Subscriber.id == subscriber_id)).all()
    if not memberships:
        raise NotVisible
    return memberships[0].subscriber


def memberships(session: Session, *, union_ids: Collection[int], subscriber_id: int) -> Sequence[Membership]:
    """What these unions know about a person, and no other."""
    return session.scalars(_memberships(union_ids).where(Subscriber.id == subscriber_id)).all()


def subscriptions(session: Session, *, union: Union, subscriber_id: int) -> Sequence[Subscription]:
    """A person's subscriptions to lists this union may write to."""
    return session.scalars(
        select(Subscription)
        .where(
            Subscription.subscriber_id == subscriber_id,
            Subscription.list_id.in_([one.id for one in visible_lists(session, union)]),
        )
        .options(selectinload(Subscription.list))
        .order_by(Subscription.list_id)
    ).all()


def consent_records(session: Session, *, union: Union, subscriber_id: int) -> Sequence[ConsentRecord]:
    """The evidence for the lists a union may write to, newest first: given through it, and for its own lists at all.

    Who leaves everything, or chooses among all their topics, does it through one union. What it says of another
    union's lists would tell that the person is a member there. Index: ix_consent_record_subscriber_id_at.
    """
    usable = visible_lists(session, union)
    own = [one.id for one in usable if one.union_id == union.id and union.kind is UnionKind.UNION]
    return session.scalars(
        select(ConsentRecord)
        .where(
            ConsentRecord.subscriber_id == subscriber_id,
            ConsentRecord.list_id.in_([one.id for one in usable]),
            or_(ConsentRecord.union_id == union.id, ConsentRecord.list_id.in_(own)),
        )
        .options(selectinload(ConsentRecord.wording))
        .order_by(ConsentRecord.at.desc(), ConsentRecord.id.desc())
    ).all()


def suppressions(session: Session, *, union: Union, address_hash: str) -> Sequence[Suppression]:
    """Why this union may not mail an address: its own suppressions, and those of the whole alliance."""
    return session.scalars(
        select(Suppression)
        .join(Union, Union.id == Suppression.union_id)
        .where(
            Suppression.address_hash == address_hash,
            or_(Suppression.union_id == union.id, Union.kind == UnionKind.ALLIANCE),
        )
        .order_by(Suppression.at)
    ).all()


def confirmed_members(session: Session, *, union_id: int, list_ids: Collection[int]) -> dict[int, int]:
    """How many of a union's members are confirmed on each of these lists."""
    counted = (
        select(Subscription.list_id, func.count())
        .join(Membership, Membership.subscriber_id == Subscription.subscriber_id)
        .where(
            Subscription.list_id.in_(list_ids),
            Subscription.standing == Standing.CONFIRMED,
            Membership.union_id == union_id,
        )
        .group_by(Subscription.list_id)
    )
    return dict(session.execute(counted).all())


def confirmed_people(session: Session, *, list_ids: Collection[int]) -> dict[int, int]:
    """How many are confirmed on each of these lists through all unions: a total, for the list's owner."""
    counted = (
        select(Subscription.list_id, func.count())
        .where(Subscription.list_id.in_(list_ids), Subscription.standing == Standing.CONFIRMED)
        .group_by(Subscription.list_id)
    )
    with beyond(session):
        return dict(session.execute(counted).all())


def notices(session: Session, *, union: Union, subscriber_id: int) -> Sequence[Notice]:
    """The mails a person's own acts asked for at this union, the last first.

    Index: ix_notice_subscriber_id_kind_asked_at.
    """
    return session.scalars(
        select(Notice)
        .where(Notice.subscriber_id == subscriber_id, Notice.union_id == union.id)
        .order_by(Notice.asked_at.desc(), Notice.id.desc())
    ).all()


def _memberships(union_ids: Collection[int]) -> Select[Membership]:
    return (
        select(Membership)
        .join(Membership.subscriber)
        .options(contains_eager(Membership.subscriber), selectinload(Membership.local))
        .where(Membership.union_id.in_(union_ids))
    )
