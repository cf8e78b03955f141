"""Putting a relay or a sending domain on a ramp, and what that lets through today."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.db import insert
from newsletter.delivery.models import WarmUp
from newsletter.delivery.pacing.warming import Ramp, RampOn, day_of
from newsletter.unions.models import SenderIdentity


def ramps(session: Session) -> Mapping[tuple[RampOn, str], WarmUp]:
    """All that were set, those at their end as well."""
    return {(one.subject, one.name): one for one in session.scalars(select(WarmUp))}


def warming_today(session: Session, *, now: datetime) -> Mapping[tuple[RampOn, str], int]:
    """What is still on its ramp, and how much of it may go today."""
    allowed = {key: one.ramp.allowed(day_of(one.began_at, now)) for key, one in ramps(session).items()}
    return {key: count for key, count in allowed.items() if count is not None}


def warming_senders(session: Session, today: Mapping[tuple[RampOn, str], int]) -> Mapping[int, str]:
    """The unions that mail from such a domain. Nothing is asked where there is none."""
    domains = {name for on, name in today if on is RampOn.DOMAIN}
    if not domains:
        return {}
    senders = session.execute(select(SenderIdentity.union_id, SenderIdentity.address).filter_by(is_default=True))
    behind = {union_id: address.rpartition("@")[2] for union_id, address in senders}
    return {union_id: domain for union_id, domain in behind.items() if domain in domains}


def warm_up(
    session: Session, *, on: RampOn, name: str, ramp: Ramp, union_id: int, account_id: int, now: datetime
) -> None:
    """Put it on a ramp, whose first day begins now; or change the ramp it is on, whose days go on."""
    values = asdict(ramp)
    row = insert(session, WarmUp).values(subject=on, name=name, began_at=now, **values)
    number = session.scalars(
        row.on_conflict_do_update(index_elements=["subject", "name"], set_=values).returning(WarmUp.id)
    ).one()
    record(
        session,
        verb="warm_up.set",
        subject_id=number,
        union_id=union_id,
        account_id=account_id,
        now=now,
        on=on,
        name=name,
        **values,
    )


def take_off(session: Session, *, on: RampOn, name: str, union_id: int, account_id: int, now: datetime) -> None:
    """From now on as much as there is. Where it was on no ramp, nothing happens."""
    gone = delete(WarmUp).where(WarmUp.subject == on, WarmUp.name == name).returning(WarmUp.id)
    number = session.scalars(gone).one_or_none()
    if number is not None:
        record(
            session,
            verb="warm_up.ended",
            subject_id=number,
            union_id=union_id,
            account_id=account_id,
            now=now,
            on=on,
            name=name,
        )
