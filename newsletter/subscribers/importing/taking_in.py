"""Taking in a set of people of one union, or finding out what that would do.

A row of `subscriber` is shared by all unions and belongs to the person: here it is made, and never changed. So no
import changes what somebody chose, and none tells one union what another knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, null, or_, select, update
from sqlalchemy.orm import Session

from newsletter.db import insert
from newsletter.errors import NotVisible
from newsletter.subscribers import queries
from newsletter.subscribers.importing.entries import Entry
from newsletter.subscribers.importing.outcomes import Outcome
from newsletter.subscribers.importing.staging import INCOMING, stage
from newsletter.subscribers.models import (
    Basis,
    ConsentAction,
    ConsentRecord,
    MailingList,
    MemberRole,
    Membership,
    Scope,
    Standing,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.tokens import Signer
from newsletter.unions.models import Union

_KNOWN = ("local_id", "role", "given_name", "family_name", "sort_name", "call_name", "number", "joined_on")
"""What a roster says of a membership."""


@dataclass(frozen=True, slots=True)
class Consent:
    """On which ground the people of a roster are mailed, about what, and where that stands written."""

    basis: Basis
    list_ids: tuple[int, ...]
    source: str


def foretell(
    session: Session, *, union: Union, entries: Sequence[Entry], consent: Consent | None, signer: Signer
) -> dict[int, Outcome]:
    """What would become of each line. Nothing is written but to a table of the connection's own."""
    gone = _lay_out(session, union, entries, consent, signer)
    _recognise(session)
    return _outcomes(session, union, entries, gone, consent)


def take_in(
    session: Session,
    *,
    union: Union,
    entries: Sequence[Entry],
    consent: Consent | None,
    signer: Signer,
    now: datetime,
) -> dict[int, Outcome]:
    """Take in people, no two with one address, and tell what became of each line. Raises NotVisible.

    Without consent they come in unmailable: they are on no list. Whoever left the union or everything, or was
    suppressed there, is left as they are. With it, they are put on the lists with which they never had to do, if
    the union may write to these: else it is NotVisible.
    """
    gone = _lay_out(session, union, entries, consent, signer)
    _make_people(session, union, now)
    _recognise(session)
    outcomes = _outcomes(session, union, entries, gone, consent)
    _change_memberships(session, union)
    _make_memberships(session, union)
    if consent:
        _put_on_lists(session, union, consent, now)
    session.expire_all()
    return outcomes


def _lay_out(
    session: Session, union: Union, entries: Sequence[Entry], consent: Consent | None, signer: Signer
) -> Sequence[int]:
    """Put entries into INCOMING but for those of whoever is gone, whose lines it tells."""
    session.flush()
    if consent and not {one.id for one in queries.usable_lists(session, union)}.issuperset(consent.list_ids):
        raise NotVisible
    stage(session, entries, signer)
    leaving = INCOMING.delete().where(_is_gone(union)).returning(INCOMING.c.line)
    return session.scalars(leaving, execution_options={"synchronize_session": False}).all()


def _recognise(session: Session) -> None:
    session.execute(
        update(INCOMING).values(subscriber_id=Subscriber.id).where(Subscriber.email == INCOMING.c.email),
        execution_options={"synchronize_session": False},
    )


def _is_gone(union: Union) -> ColumnElement[bool]:
    """Unique constraint of suppression: found by address_hash."""
    return exists().where(
        Suppression.address_hash == INCOMING.c.address_hash,
        or_(
            Suppression.scope == Scope.ALLIANCE,
            and_(Suppression.scope == Scope.UNION, Suppression.union_id == union.id),
        ),
    )


def _make_people(session: Session, union: Union, now: datetime) -> None:
    new = select(
        INCOMING.c.email,
        INCOMING.c.address_hash,
        func.coalesce(INCOMING.c.language, union.languages[0]),
        INCOMING.c.country,
        INCOMING.c.region,
        literal(now, Subscriber.created_at.type),
    ).where(~exists().where(Subscriber.email == INCOMING.c.email))
    columns = ["email", "address_hash", "language", "country", "region", "created_at"]
    session.execute(insert(session, Subscriber).from_select(columns, new).on_conflict_do_nothing())


def _outcomes(
    session: Session, union: Union, entries: Sequence[Entry], gone: Sequence[int], consent: Consent | None
) -> dict[int, Outcome]:
    """Before anything is changed."""
    found = dict.fromkeys((one.line for one in entries), Outcome.NEW)
    found.update(dict.fromkeys(gone, Outcome.GONE))
    compared = select(INCOMING.c.line, _differs()).join(Membership, _is_member(union))
    for line, differs in session.execute(compared):
        found[line] = Outcome.CHANGED if differs else Outcome.SAME
    if consent:
        joining = _openings(consent).join(Membership, _is_member(union)).subquery()
        found.update(dict.fromkeys(session.scalars(select(joining.c.line)), Outcome.CHANGED))
    return found


def _is_member(union: Union) -> ColumnElement[bool]:
    """Unique constraint of membership: subscriber_id, union_id."""
    return and_(Membership.subscriber_id == INCOMING.c.subscriber_id, Membership.union_id == union.id)


def _differs() -> ColumnElement[bool]:
    return or_(
        *(
            and_(INCOMING.c[name].is_not(None), INCOMING.c[name].is_distinct_from(getattr(Membership, name)))
            for name in _KNOWN
        )
    )


def _change_memberships(session: Session, union: Union) -> None:
    said = {name: func.coalesce(INCOMING.c[name], getattr(Membership, name)) for name in _KNOWN}
    session.execute(
        update(Membership).values(said).where(_is_member(union), _differs()),
        execution_options={"synchronize_session": False},
    )


def _make_memberships(session: Session, union: Union) -> None:
    said = {
        "subscriber_id": INCOMING.c.subscriber_id,
        "union_id": literal(union.id),
        "local_id": INCOMING.c.local_id,
        "role": func.coalesce(INCOMING.c.role, literal(MemberRole.MEMBER, Membership.role.type)),
        "given_name": func.coalesce(INCOMING.c.given_name, ""),
        "family_name": func.coalesce(INCOMING.c.family_name, ""),
        "sort_name": func.coalesce(INCOMING.c.sort_name, ""),
        "call_name": func.coalesce(INCOMING.c.call_name, ""),
        "number": INCOMING.c.number,
        "joined_on": INCOMING.c.joined_on,
    }
    new = select(*said.values()).where(~exists().where(_is_member(union))).order_by(INCOMING.c.line)
    session.execute(insert(session, Membership).from_select(list(said), new).on_conflict_do_nothing())


def _openings(consent: Consent) -> Select[int, int, int]:
    """Lines and the lists with which their people never had to do: no subscription of any standing, no leaving."""
    subscribed = exists().where(
        Subscription.subscriber_id == INCOMING.c.subscriber_id, Subscription.list_id == MailingList.id
    )
    left = exists().where(
        Suppression.address_hash == INCOMING.c.address_hash,
        Suppression.scope == Scope.LIST,
        Suppression.list_id == MailingList.id,
    )
    return (
        select(INCOMING.c.line, INCOMING.c.subscriber_id, MailingList.id.label("list_id"))
        .join(MailingList, MailingList.id.in_(consent.list_ids))
        .where(~subscribed, ~left)
    )


def _put_on_lists(session: Session, union: Union, consent: Consent, now: datetime) -> None:
    opening = _openings(consent).subquery()
    evidence = {
        "subscriber_id": opening.c.subscriber_id,
        "list_id": opening.c.list_id,
        "union_id": literal(union.id),
        "action": literal(ConsentAction.CONFIRMED, ConsentRecord.action.type),
        "basis": literal(consent.basis, ConsentRecord.basis.type),
        "wording_id": null(),
        "source": literal(consent.source),
        "connection_hash": null(),
        "at": literal(now, ConsentRecord.at.type),
    }
    standing = {
        "subscriber_id": opening.c.subscriber_id,
        "list_id": opening.c.list_id,
        "standing": literal(Standing.CONFIRMED, Subscription.standing.type),
        "changed_at": literal(now, Subscription.changed_at.type),
        "basis": literal(consent.basis, Subscription.basis.type),
    }
    session.execute(insert(session, ConsentRecord).from_select(list(evidence), select(*evidence.values())))
    session.execute(
        insert(session, Subscription)
        .from_select(list(standing), select(*standing.values()).where(literal(value=True)))
        .on_conflict_do_nothing()
    )
