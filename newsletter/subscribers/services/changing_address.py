"""Moving a person to another address: asked by them or by staff, and true once the new address has answered.

The page says the same whether or not the new address is known to us: who asks learns nothing of other unions' people.
The mail goes there in any case, unless the address is barred, and only its owner is told that it is taken.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.errors import NewsletterError
from newsletter.fence import beyond
from newsletter.queueing import Outbox
from newsletter.subscribers.asking import Asked
from newsletter.subscribers.models import (
    Membership,
    Notice,
    NoticeKind,
    NoticeState,
    Scope,
    Subscriber,
    Suppression,
    SuppressionReason,
)
from newsletter.subscribers.services.acting import in_turn
from newsletter.subscribers.services.noticing import notify, withhold
from newsletter.subscribers.services.suppressing import is_barred
from newsletter.tokens import Signer

LIFE = timedelta(days=7)
"""How long the mail's button works."""

WINDOW, MOST_ASKED = timedelta(days=1), 3
"""So many mails about one person, or to one address, in this time: nobody's mailbox is filled by us."""


class SameAddress(NewsletterError):
    """It is theirs already."""


class Suppressed(NewsletterError):
    """Whoever has the new address left this union, or was taken off there."""


class AskedTooOften(NewsletterError):
    """Enough mails went out about this today."""


class NoSuchChange(NewsletterError):
    """The link names no change of ours, or a newer one took its place."""


class ChangeTooOld(NewsletterError):
    """The mail is older than LIFE: ask again."""


class AddressTaken(NewsletterError):
    """The address has become another person's; nothing is changed."""


@dataclass(frozen=True)
class Change:
    """What the page shows to who holds the new address."""

    person: Subscriber
    notice: Notice

    @property
    def is_done(self) -> bool:
        """Whether the button was pressed already."""
        return self.notice.answered_at is not None


def ask_change(
    session: Session,
    outbox: Outbox,
    *,
    person: Subscriber,
    union_id: int,
    address: str,
    signer: Signer,
    account_id: int | None = None,
    now: datetime,
) -> None:
    """Ask the new address, which is normalised. Nothing changes yet.

    Raises SameAddress, AskedTooOften, or Suppressed for what stands in this union's own name.
    """
    with beyond(session):
        in_turn(session, person.id)
        if address == person.email:
            raise SameAddress
        address_hash = signer.address_hash(address)
        if _is_suppressed_here(session, address_hash, union_id):
            raise Suppressed
        if _asked_lately(session, person.id, address, now) >= MOST_ASKED:
            raise AskedTooOften
        _forget_earlier(session, person.id)
        ask = withhold if is_barred(session, address_hash=address_hash, union_id=union_id) else notify
        notice = ask(
            session,
            outbox,
            kind=NoticeKind.ADDRESS_CHANGE,
            subscriber_id=person.id,
            union_id=union_id,
            asked=Asked((), 0, person.language),
            now=now,
        )
        notice.recipient = address
        record(
            session,
            verb="person.address_change_asked",
            subject_id=person.id,
            union_id=union_id,
            account_id=account_id,
            now=now,
        )


def pending_change(session: Session, *, subscriber_id: int, notice_id: int, now: datetime) -> Change:
    """What the button would do, or did. Raises NoSuchChange or ChangeTooOld."""
    notice = session.scalar(
        select(Notice).filter_by(id=notice_id, subscriber_id=subscriber_id, kind=NoticeKind.ADDRESS_CHANGE)
    )
    if notice is None:
        raise NoSuchChange
    if notice.answered_at is None and now > notice.asked_at + LIFE:
        raise ChangeTooOld
    if notice.answered_at is None and notice.recipient is None:
        raise NoSuchChange
    return Change(notice.subscriber, notice)


def change_address(
    session: Session, outbox: Outbox, *, subscriber_id: int, notice_id: int, signer: Signer, now: datetime
) -> Change:
    """Make it true, once, and tell the old address. Raises NoSuchChange, ChangeTooOld or AddressTaken.

    What the person left under the old address stays left under the new one, and the other way round.
    """
    person = in_turn(session, subscriber_id)
    change = pending_change(session, subscriber_id=subscriber_id, notice_id=notice_id, now=now)
    address = change.notice.recipient
    if person is None or change.is_done or address is None:
        return change
    if session.scalar(select(Subscriber.id).filter_by(email=address)):
        raise AddressTaken
    old, old_hash, union_id = person.email, person.address_hash, change.notice.union_id
    tell = withhold if is_barred(session, address_hash=old_hash, union_id=union_id) else notify
    person.email, person.address_hash = address, signer.address_hash(address)
    change.notice.answered_at, change.notice.recipient = now, None
    _carry_suppressions(session, old_hash, person.address_hash)
    told = tell(
        session,
        outbox,
        kind=NoticeKind.ADDRESS_CHANGED,
        subscriber_id=person.id,
        union_id=union_id,
        asked=Asked((), 0, person.language),
        now=now,
    )
    told.recipient = old if tell is notify else None
    for each in session.scalars(select(Membership.union_id).filter_by(subscriber_id=person.id)).all():
        record(session, verb="person.address_changed", subject_id=person.id, union_id=each, now=now)
    session.flush()
    return change


def forget_recipients(session: Session, *, now: datetime) -> None:
    """Addresses of mails that are done with, or whose button is dead, go."""
    is_over = (Notice.kind == NoticeKind.ADDRESS_CHANGED) & Notice.due_at.is_(None)
    session.execute(
        update(Notice)
        .where(Notice.recipient.is_not(None), is_over | (Notice.asked_at < now - LIFE))
        .values(recipient=None),
        execution_options={"synchronize_session": False},
    )


def _is_suppressed_here(session: Session, address_hash: str, union_id: int) -> bool:
    here = select(Suppression.id).filter_by(address_hash=address_hash, union_id=union_id, scope=Scope.UNION)
    return session.scalar(here.limit(1)) is not None


def _asked_lately(session: Session, subscriber_id: int, address: str, now: datetime) -> int:
    return session.scalars(
        select(func.count())
        .select_from(Notice)
        .where(
            Notice.kind == NoticeKind.ADDRESS_CHANGE,
            Notice.asked_at > now - WINDOW,
            (Notice.subscriber_id == subscriber_id) | (Notice.recipient == address),
        )
    ).one()


def _forget_earlier(session: Session, subscriber_id: int) -> None:
    """Only the last one asked for counts; a mail of an earlier one that still waits is not sent."""
    session.execute(
        update(Notice)
        .where(
            Notice.subscriber_id == subscriber_id,
            Notice.kind == NoticeKind.ADDRESS_CHANGE,
            Notice.answered_at.is_(None),
        )
        .values(recipient=None, due_at=None, state=NoticeState.FAILED)
    )


def _carry_suppressions(session: Session, old_hash: str, new_hash: str) -> None:
    """All but what was the old mailbox's own fault, which is none of the new one's."""
    columns = ("scope", "list_id", "union_id", "reason", "at")
    kept = [getattr(Suppression, name) for name in columns]
    known = select(Suppression.scope, Suppression.list_id, Suppression.union_id).filter_by(address_hash=new_hash)
    there = {tuple(row) for row in session.execute(known)}
    left = session.execute(
        select(*kept).where(Suppression.address_hash == old_hash, Suppression.reason != SuppressionReason.BOUNCED)
    ).all()
    rows = [
        {"address_hash": new_hash, **dict(zip(columns, one, strict=True))}
        for one in left
        if tuple(one[:3]) not in there
    ]
    if rows:
        session.execute(insert(Suppression), rows)
