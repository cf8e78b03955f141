"""Pressing the button in the confirmation mail."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.errors import NewsletterError
from newsletter.queueing import Outbox
from newsletter.subscribers.asking import Asked, Trace
from newsletter.subscribers.mergers import today
from newsletter.subscribers.models import (
    MailingList,
    MemberRole,
    Membership,
    Notice,
    NoticeKind,
    Standing,
    Subscriber,
    Subscription,
)
from newsletter.subscribers.services.acting import in_turn
from newsletter.subscribers.services.evidence import take_step
from newsletter.subscribers.services.noticing import notify
from newsletter.subscribers.services.suppressing import has_left, lift
from newsletter.subscribers.standing import Step
from newsletter.unions.models import Union, UnionKind

LIFE = timedelta(days=14)
"""How long a confirmation mail's button works."""


class NothingToConfirm(NewsletterError):
    """The link names no confirmation mail of ours."""


class ConfirmationTooOld(NewsletterError):
    """The mail is older than its life, or than the person's leaving; they sign up again."""


@dataclass(frozen=True)
class Confirmed:
    """What the page tells the person they now have."""

    subscriber: Subscriber
    notice: Notice
    lists: tuple[MailingList, ...]


def pending(session: Session, *, subscriber_id: int, notice_id: int, now: datetime) -> Confirmed:
    """What the button would confirm. Raises NothingToConfirm or ConfirmationTooOld."""
    notice = session.scalar(
        select(Notice).filter_by(id=notice_id, subscriber_id=subscriber_id, kind=NoticeKind.CONFIRMATION)
    )
    if notice is None:
        raise NothingToConfirm
    ids = Asked.from_json(notice.asked).list_ids
    if notice.answered_at is None:
        ids = still_wanted(session, notice)
        if not ids or now > notice.asked_at + LIFE:
            raise ConfirmationTooOld
    lists = session.scalars(select(MailingList).where(MailingList.id.in_(ids)).order_by(MailingList.position))
    return Confirmed(notice.subscriber, notice, tuple(lists))


def still_wanted(session: Session, notice: Notice) -> tuple[int, ...]:
    """The lists a notice is about, as they are today, less what the person left."""
    person = notice.subscriber
    if has_left(session, address_hash=person.address_hash, union_id=notice.union_id, since=notice.asked_at):
        return ()
    asked = Asked.from_json(notice.asked).list_ids
    left = select(Subscription.list_id).filter_by(subscriber_id=person.id, standing=Standing.UNSUBSCRIBED)
    gone = set(session.scalars(left))
    return tuple(sorted({now for before, now in today(session, asked).items() if before not in gone} - gone))


def confirm(
    session: Session,
    outbox: Outbox,
    *,
    subscriber_id: int,
    notice_id: int,
    trace: Trace,
    now: datetime,
) -> Confirmed:
    """Make true what was asked, once; pressing again changes nothing.

    Raises NothingToConfirm or ConfirmationTooOld.
    """
    in_turn(session, subscriber_id)
    found = pending(session, subscriber_id=subscriber_id, notice_id=notice_id, now=now)
    if found.notice.answered_at is not None:
        return found
    found.notice.answered_at = now
    union_id = found.notice.union_id
    asked = replace(Asked.from_json(found.notice.asked), list_ids=tuple(one.id for one in found.lists))
    was_asked = Asked.from_json(found.notice.asked).list_ids
    for list_id in asked.list_ids:
        for step in (Step.CONFIRM,) if list_id in was_asked else (Step.ASK, Step.CONFIRM):
            take_step(
                session,
                step,
                subscriber_id=subscriber_id,
                list_id=list_id,
                union_id=union_id,
                wording_id=asked.wording_id,
                trace=trace,
                now=now,
            )
    lift(session, address_hash=found.subscriber.address_hash, union_id=union_id, list_ids=asked.list_ids)
    _take_in(session, found, asked)
    record(session, verb="person.confirmed", subject_id=subscriber_id, union_id=union_id, now=now)
    notify(
        session,
        outbox,
        kind=NoticeKind.WELCOME,
        subscriber_id=subscriber_id,
        union_id=union_id,
        asked=asked,
        now=now,
    )
    return found


def _take_in(session: Session, found: Confirmed, asked: Asked) -> None:
    """The person's own words about themself; a roster's earlier entry keeps what it knows better."""
    person = found.subscriber
    person.language = asked.language
    person.country, person.region = asked.country or person.country, asked.region or person.region
    become_member(session, person, found.notice.union, asked)


def become_member(session: Session, person: Subscriber, union: Union, asked: Asked) -> None:
    """What the union knows of them, where it knew nothing before."""
    if any(one.union_id == union.id for one in person.memberships):
        return
    friend = union.kind is UnionKind.ALLIANCE
    person.memberships.append(
        Membership(
            union_id=union.id,
            local_id=asked.local_id,
            role=MemberRole.FRIEND if friend else MemberRole.MEMBER,
            given_name=asked.given_name,
            family_name=asked.family_name,
        )
    )
    session.flush()
