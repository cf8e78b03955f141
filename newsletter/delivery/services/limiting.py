"""Setting limits, and reading them for sending."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.db import insert
from newsletter.delivery.models import Limit
from newsletter.delivery.pacing.limits import LimitOn, Limits, Rates
from newsletter.delivery.pacing.usual import USUAL
from newsletter.delivery.services.locating import operators
from newsletter.delivery.services.warming import warming_senders, warming_today
from newsletter.errors import NewsletterError

MOST = 500
"""Limits of one kind: every worker reads all of them every few seconds."""


class TooMany(NewsletterError):
    """No further limit of this kind can be set."""


def limits(session: Session, *, now: datetime) -> Limits:
    """What holds today: what was set, what is usual where nothing was, and what is being warmed up."""
    rows = session.execute(select(Limit.subject, Limit.name, Limit.per_second, Limit.per_hour, Limit.per_day))
    rates = {(subject, name): Rates(*each) for subject, name, *each in rows}
    today = warming_today(session, now=now)
    return Limits({**USUAL, **rates}, operators(session), today, warming_senders(session, today))


def limits_set(session: Session) -> Mapping[tuple[LimitOn, str], Limit]:
    """What was set."""
    return {(one.subject, one.name): one for one in session.scalars(select(Limit).order_by(Limit.name))}


def set_limit(session: Session, *, on: LimitOn, name: str, rates: Rates, because: str = "") -> int:
    """Set how much may go, in place of what was set before; its number. It is heeded everywhere in some seconds."""
    values = {**asdict(rates), "because": because}
    wanted = insert(session, Limit).values(subject=on, name=name, **values)
    return session.scalars(
        wanted.on_conflict_do_update(index_elements=["subject", "name"], set_=values).returning(Limit.id)
    ).one()


def change(
    session: Session,
    *,
    on: LimitOn,
    name: str,
    rates: Rates,
    because: str,
    union_id: int,
    account_id: int,
    now: datetime,
) -> None:
    """The same by somebody of a union, and written into the log. Raises TooMany."""
    others = select(func.count()).select_from(Limit).where(Limit.subject == on, Limit.name != name)
    if session.scalars(others).one() >= MOST:
        raise TooMany(f"There are {MOST} limits of this kind already.")
    number = set_limit(session, on=on, name=name, rates=rates, because=because)
    said = {at: count for at, count in asdict(rates).items() if count}
    record(
        session,
        verb="limit.set",
        subject_id=number,
        union_id=union_id,
        account_id=account_id,
        now=now,
        on=on,
        name=name,
        because=because,
        **said,
    )


def put_back(session: Session, *, on: LimitOn, name: str, union_id: int, account_id: int, now: datetime) -> None:
    """Forget what was set: what is usual holds again, or no limit. Where nothing was set, nothing happens."""
    gone = delete(Limit).where(Limit.subject == on, Limit.name == name).returning(Limit.id)
    number = session.scalars(gone).one_or_none()
    if number is not None:
        record(
            session,
            verb="limit.put_back",
            subject_id=number,
            union_id=union_id,
            account_id=account_id,
            now=now,
            on=on,
            name=name,
        )
