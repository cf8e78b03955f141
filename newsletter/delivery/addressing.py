"""Who a batch goes to, as plain rows: no ORM object is made for a message (ARCHITECTURE.md, rule 9)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from newsletter.db import among
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Message
from newsletter.subscribers.models import Membership, Subscriber
from newsletter.unions.models import Local


@dataclass(frozen=True, slots=True)
class Addressee:
    """One person of a batch, with what the union it goes through knows of them."""

    subscriber_id: int
    email: str
    given_name: str
    family_name: str
    local_number: str


def addressees(session: Session, *, campaign_id: int, number: int, via_union_id: int) -> Sequence[Addressee]:
    """The people of a batch who are still to get their copy. Index: ix_message_campaign_id_batch_number.

    Found by their numbers: a database that joins tables of a million for a thousand rows may read all of them.
    """
    queued = session.scalars(
        select(Message.subscriber_id).where(
            Message.campaign_id == campaign_id,
            Message.batch_number == number,
            Message.state == MessageState.QUEUED,
        )
    ).all()
    rows = session.execute(_people(session, queued, via_union_id).order_by(Subscriber.id))
    return [Addressee(*row) for row in rows]


def addressee(session: Session, *, subscriber_id: int, union_id: int) -> Addressee:
    """One person, for a preview or a mail they asked for."""
    return Addressee(*session.execute(_people(session, [subscriber_id], union_id)).one())


def _people(session: Session, numbers: Collection[int], union_id: int) -> Select[int, str, str, str, str]:
    membership = and_(
        Membership.subscriber_id == Subscriber.id,
        Membership.union_id == union_id,
        among(session, Membership.subscriber_id, numbers),
    )
    return (
        select(
            Subscriber.id,
            Subscriber.email,
            func.coalesce(Membership.given_name, ""),
            func.coalesce(Membership.family_name, ""),
            func.coalesce(Local.number, ""),
        )
        .select_from(Subscriber)
        .outerjoin(Membership, membership)
        .outerjoin(Local, Local.id == Membership.local_id)
        .where(among(session, Subscriber.id, numbers))
    )
