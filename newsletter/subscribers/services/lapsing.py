"""Grounds that come to their end: consent implied by a membership, or brought along with a roster, until a day.

Nobody is mailed on them a minute longer: the sweep looks each second, and each audience is looked at before it is
frozen. Whoever then asks and confirms is mailed on their own word.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Insert, func, literal, null, select, tuple_, update
from sqlalchemy.orm import Session

from newsletter.db import insert
from newsletter.subscribers.models import ConsentAction, ConsentRecord, MailingList, Standing, Subscription
from newsletter.subscribers.standing import Step, after

AT_ONCE = 1000
"""Subscriptions in one set."""

SOURCE = "/expired"

_GONE = after(Standing.CONFIRMED, Step.EXPIRE)


def lapse(session: Session, *, now: datetime, at_once: int = AT_ONCE) -> int:
    """End what came to its end, with evidence; how many. Fewer than `at_once`: there is no more.

    Index: ix_subscription_expiring.
    """
    over = session.execute(
        select(Subscription.subscriber_id, Subscription.list_id)
        .where(Subscription.expires_at <= now, Subscription.standing == Standing.CONFIRMED)
        .order_by(Subscription.expires_at, Subscription.subscriber_id, Subscription.list_id)
        .limit(at_once)
        .with_for_update(skip_locked=True)
    ).all()
    if over:
        ended = tuple_(Subscription.subscriber_id, Subscription.list_id).in_([tuple(one) for one in over])
        session.execute(_evidence(session, ended, now))
        session.execute(
            update(Subscription)
            .where(ended)
            .values(standing=_GONE, changed_at=now, expires_at=None)
            .execution_options(synchronize_session=False)
        )
        session.expire_all()
    return len(over)


def lapse_all(session: Session, *, now: datetime) -> None:
    """The same until there is no more."""
    while lapse(session, now=now) == AT_ONCE:
        pass


def _evidence(session: Session, ended: ColumnElement[bool], now: datetime) -> Insert:
    """Through the union that the last evidence is of, or else the list's owner."""
    last = (
        select(ConsentRecord.union_id)
        .where(
            ConsentRecord.subscriber_id == Subscription.subscriber_id, ConsentRecord.list_id == Subscription.list_id
        )
        .order_by(ConsentRecord.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    told = {
        "subscriber_id": Subscription.subscriber_id,
        "list_id": Subscription.list_id,
        "union_id": func.coalesce(last, MailingList.union_id),
        "action": literal(ConsentAction.EXPIRED, ConsentRecord.action.type),
        "basis": Subscription.basis,
        "wording_id": null(),
        "source": literal(SOURCE),
        "connection_hash": null(),
        "at": literal(now, ConsentRecord.at.type),
    }
    ending = select(*told.values()).join(MailingList, MailingList.id == Subscription.list_id).where(ended)
    return insert(session, ConsentRecord).from_select(list(told), ending)
