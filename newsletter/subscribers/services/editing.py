"""What a union knows of its member: said anew by a steward, ended, and taken up again."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.errors import NotVisible
from newsletter.subscribers.field_values import keep
from newsletter.subscribers.models import CustomField, MemberRole, Membership, Value
from newsletter.subscribers.own_fields import open_fields
from newsletter.unions.models import Local


@dataclass(frozen=True)
class MemberFacts:
    """What a union says of somebody itself. Language, country and region are the person's own to say."""

    given_name: str = ""
    family_name: str = ""
    local_id: int | None = None
    role: MemberRole = MemberRole.MEMBER
    number: str | None = None
    joined_on: date | None = None


def edit_member(
    session: Session,
    *,
    membership: Membership,
    facts: MemberFacts,
    values: Mapping[int, Value | None],
    account_id: int,
    now: datetime,
) -> None:
    """Write it down; the log says which of it changed, never what. Raises NotVisible for a strange local or field."""
    if facts.local_id is not None and not _is_local(session, facts.local_id, membership.union_id):
        raise NotVisible
    changed = [one.name for one in fields(facts) if getattr(membership, one.name) != getattr(facts, one.name)]
    for name in changed:
        setattr(membership, name, getattr(facts, name))
    changed += keep_values(session, membership=membership, values=values)
    if changed:
        _note(session, "person.edited", membership, account_id, now, fields=", ".join(changed))


def keep_values(session: Session, *, membership: Membership, values: Mapping[int, Value | None]) -> list[str]:
    """The union's own fields; the keys of those that changed. Raises NotVisible for a field it does not ask for."""
    asked: dict[int, CustomField] = {one.id: one for one in open_fields(session, union_id=membership.union_id)}
    if not asked.keys() >= values.keys():
        raise NotVisible
    return [
        asked[number].key
        for number, value in values.items()
        if keep(session, membership_id=membership.id, field=asked[number], value=value)
    ]


def end_membership(session: Session, *, membership: Membership, on: date, account_id: int, now: datetime) -> None:
    """From this day they are a member no more: no mail goes to them through this union. Twice is the same as once."""
    if membership.ended_on is None:
        membership.ended_on = on
        _note(session, "person.membership_ended", membership, account_id, now)


def take_up_again(session: Session, *, membership: Membership, account_id: int, now: datetime) -> None:
    """A member again. What they left stays left."""
    if membership.ended_on is not None:
        membership.ended_on = None
        _note(session, "person.membership_resumed", membership, account_id, now)


def _is_local(session: Session, local_id: int, union_id: int) -> bool:
    return session.scalar(select(Local.id).filter_by(id=local_id, union_id=union_id)) is not None


def _note(
    session: Session, verb: str, membership: Membership, account_id: int, now: datetime, **details: str
) -> None:
    record(
        session,
        verb=verb,
        subject_id=membership.subscriber_id,
        union_id=membership.union_id,
        account_id=account_id,
        now=now,
        **details,
    )
    session.flush()
