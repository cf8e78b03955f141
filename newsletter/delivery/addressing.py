"""Who a batch goes to, as plain rows: no ORM object is made for a message (ARCHITECTURE.md, rule 9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

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
    """The people of a batch who are still to get their copy. Index: ix_message_campaign_id_batch_number."""
    rows = session.execute(
        _people(via_union_id)
        .join(Message, Message.subscriber_id == Subscriber.id)
        .where(
            Message.campaign_id == campaign_id,
            Message.batch_number == number,
            Message.state == MessageState.QUEUED,
        )
        .order_by(Message.subscriber_id)
    )
    return [Addressee(*row) for row in rows]


def addressee(session: Session, *, subscriber_id: int, union_id: int) -> Addressee:
    """One person, for a preview or a mail they asked for."""
    return Addressee(*session.execute(_people(union_id).where(Subscriber.id == subscriber_id)).one())


def _people(union_id: int) -> Select[int, str, str, str, str]:
    return (
        select(
            Subscriber.id,
            Subscriber.email,
            func.coalesce(Membership.given_name, ""),
            func.coalesce(Membership.family_name, ""),
            func.coalesce(Local.number, ""),
        )
        .outerjoin(Membership, and_(Membership.subscriber_id == Subscriber.id, Membership.union_id == union_id))
        .outerjoin(Local, Local.id == Membership.local_id)
    )
