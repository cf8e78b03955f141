"""How many are on each list: counted aside and written down by day, so that no page counts a million."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from newsletter.db import insert
from newsletter.subscribers.models import EVERYBODY, ListSize, MailingList, Membership, Standing, Subscription
from newsletter.unions.models import Union

FRESH_FOR = timedelta(minutes=10)
"""So old a figure may be before it is counted again; a million take about a second."""


@dataclass(frozen=True)
class Size:
    """So many were confirmed, and when that was."""

    confirmed: int
    counted_at: datetime


def count_list(session: Session, *, list_id: int, now: datetime) -> None:
    """Count who is on a list, all together and by union, and write it down for today; also where it is nobody."""
    on_it = and_(Subscription.list_id == list_id, Subscription.standing == Standing.CONFIRMED)
    by_union = (
        select(Membership.union_id, func.count())
        .join(Subscription, Subscription.subscriber_id == Membership.subscriber_id)
        .where(on_it, Membership.ended_on.is_(None))
        .group_by(Membership.union_id)
    )
    found = dict(session.execute(by_union).all())
    found[EVERYBODY] = session.scalars(select(func.count()).select_from(Subscription).where(on_it)).one()
    unions = session.scalars(select(Union.id)).all()
    rows = [
        {"list_id": list_id, "day": now.date(), "union_id": union_id, "confirmed": count, "counted_at": now}
        for union_id, count in (dict.fromkeys(unions, 0) | found).items()
    ]
    written = insert(session, ListSize).values(rows)
    session.execute(
        written.on_conflict_do_update(
            index_elements=["list_id", "day", "union_id"],
            set_={"confirmed": written.excluded.confirmed, "counted_at": written.excluded.counted_at},
        )
    )


def due(session: Session, *, now: datetime) -> Sequence[int]:
    """The lists whose last figure is too old, or of another day."""
    fresh = select(ListSize.list_id).where(
        ListSize.union_id == EVERYBODY, ListSize.day == now.date(), ListSize.counted_at > now - FRESH_FOR
    )
    return session.scalars(
        select(MailingList.id).where(MailingList.id.not_in(fresh), MailingList.archived_at.is_(None))
    ).all()


def latest(session: Session, *, list_ids: Collection[int], union_id: int = EVERYBODY) -> dict[int, Size]:
    """The last figure of each list that was ever counted. Index: ix_list_size_list_id_union_id_day."""
    last = (
        select(ListSize.list_id, func.max(ListSize.day).label("day"))
        .where(ListSize.list_id.in_(list_ids), ListSize.union_id == union_id)
        .group_by(ListSize.list_id)
        .subquery()
    )
    rows = session.scalars(
        select(ListSize)
        .join(last, and_(ListSize.list_id == last.c.list_id, ListSize.day == last.c.day))
        .where(ListSize.union_id == union_id)
    )
    return {row.list_id: Size(row.confirmed, row.counted_at) for row in rows}


def history(session: Session, *, list_id: int, union_id: int = EVERYBODY, since: date) -> Sequence[tuple[date, int]]:
    """Day by day, the oldest first; a day on which nobody counted is left out."""
    rows = session.execute(
        select(ListSize.day, ListSize.confirmed)
        .where(ListSize.list_id == list_id, ListSize.union_id == union_id, ListSize.day >= since)
        .order_by(ListSize.day)
    )
    return [(day, confirmed) for day, confirmed in rows]
