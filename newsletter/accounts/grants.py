"""Which unions let whom see what, and giving and taking back such a grant. It counts from the next page on."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from newsletter.accounts.models.grant import Grant, GrantKind
from newsletter.activity.services import record
from newsletter.errors import NotVisible


def granting(session: Session, *, to_union_id: int, kind: GrantKind, today: date) -> frozenset[int]:
    """The unions that let this one. Index: ix_union_grant_to_union_id_kind."""
    given = select(Grant.union_id).where(Grant.to_union_id == to_union_id, Grant.kind == kind, in_force(today))
    return frozenset(session.scalars(given))


def given(session: Session, *, union_id: int) -> Sequence[Grant]:
    """All that a union ever granted, the last first."""
    return session.scalars(
        select(Grant).filter_by(union_id=union_id).options(joinedload(Grant.giver)).order_by(Grant.id.desc())
    ).all()


def in_force(today: date) -> ColumnElement[bool]:
    """A grant that counts on this day."""
    return Grant.taken_back_at.is_(None) & or_(Grant.until.is_(None), Grant.until >= today)


def give(
    session: Session,
    *,
    union_id: int,
    to_union_id: int,
    kind: GrantKind,
    until: date | None,
    account_id: int,
    now: datetime,
) -> Grant:
    """Let the staff of another union see something. It takes the place of an earlier grant of the same kind."""
    same = select(Grant).where(
        Grant.union_id == union_id, Grant.to_union_id == to_union_id, Grant.kind == kind, in_force(now.date())
    )
    for earlier in session.scalars(same):
        earlier.taken_back_at = now
    made = Grant(
        union_id=union_id, to_union_id=to_union_id, kind=kind, until=until, given_at=now, given_by=account_id
    )
    session.add(made)
    session.flush()
    _log(session, "grant.given", made, account_id=account_id, now=now)
    return made


def take_back(session: Session, *, union_id: int, grant_id: int, account_id: int, now: datetime) -> None:
    """End a grant of this union, at once; twice is the same as once. Raises NotVisible."""
    found = session.scalar(select(Grant).filter_by(id=grant_id, union_id=union_id))
    if found is None:
        raise NotVisible
    if found.taken_back_at is None:
        found.taken_back_at = now
        _log(session, "grant.taken_back", found, account_id=account_id, now=now)


def _log(session: Session, verb: str, about: Grant, *, account_id: int, now: datetime) -> None:
    record(
        session,
        verb=verb,
        subject_id=about.id,
        union_id=about.union_id,
        account_id=account_id,
        now=now,
        kind=about.kind,
        to_union_id=about.to_union_id,
    )
    session.flush()
