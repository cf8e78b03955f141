"""All that an installation has of a union, in words instead of numbers, so that two of them can be compared."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from newsletter.campaigns.models import Approval, Campaign, Variant
from newsletter.delivery.models import KeptLine, Message
from newsletter.events.models import Event, Rsvp
from newsletter.subscribers.models import (
    ConsentRecord,
    ConsentWording,
    CustomField,
    FieldValue,
    MailingList,
    Membership,
    SignUpForm,
    Subscriber,
    Subscription,
)
from newsletter.unions.models import Local, SenderIdentity, Union

NUMBERS = {"id", "union_id", "via_union_id", "campaign_id", "list_id", "event_id", "subscriber_id", "local_id"}
OURS = {"batch_number", "account_id"}
"""Columns about how one installation works."""


def facts(row: Any, *, but: set[str] = frozenset()) -> tuple[Any, ...]:  # type: ignore[assignment]  # nothing is left out
    """Every column of a row but its numbers; one that is added later is compared by itself."""
    columns = row.__table__.columns.keys()
    return tuple(
        (name, json.dumps(getattr(row, name), default=str, sort_keys=True))
        for name in columns
        if name not in NUMBERS | OURS | set(but)
    )


def named(name: dict[str, str]) -> str:
    """A list."""
    return name["en"]


def people(session: Session, union: Union) -> list[Any]:
    of_union = (
        select(Membership, Subscriber.email, Local.number)
        .join(Subscriber)
        .outerjoin(Local, Local.id == Membership.local_id)
        .where(Membership.union_id == union.id)
        .order_by(Subscriber.email)
    )
    return [(email, local, *facts(row)) for row, email, local in session.execute(of_union)]


def known(session: Session, emails: list[str]) -> list[Any]:
    """What is true of them whichever union asks."""
    rows = session.scalars(select(Subscriber).where(Subscriber.email.in_(emails)).order_by(Subscriber.email))
    return [facts(row, but={"address_hash"}) for row in rows]


def values(session: Session, union: Union) -> list[Any]:
    found = (
        select(FieldValue, CustomField, Subscriber.email)
        .join(CustomField, CustomField.id == FieldValue.field_id)
        .join(Membership, Membership.id == FieldValue.membership_id)
        .join(Subscriber, Subscriber.id == Membership.subscriber_id)
        .where(CustomField.union_id == union.id)
    )
    return [
        (email, facts(field), facts(value, but={"membership_id", "field_id"}))
        for value, field, email in session.execute(found)
    ]


def subscriptions(session: Session, union: Union) -> list[Any]:
    found = (
        select(Subscription, Subscriber.email, MailingList.name)
        .join(Subscriber)
        .join(MailingList, MailingList.id == Subscription.list_id)
        .join(Membership, (Membership.subscriber_id == Subscriber.id) & (Membership.union_id == union.id))
        .order_by(Subscriber.email, Subscription.list_id)
    )
    return [(email, named(name), *facts(row)) for row, email, name in session.execute(found)]


def consents(session: Session, union: Union) -> list[Any]:
    found = (
        select(ConsentRecord, Subscriber.email, MailingList.name, ConsentWording.language, ConsentWording.text)
        .join(Subscriber, Subscriber.id == ConsentRecord.subscriber_id)
        .join(MailingList, MailingList.id == ConsentRecord.list_id)
        .outerjoin(ConsentWording, ConsentWording.id == ConsentRecord.wording_id)
        .where(ConsentRecord.union_id == union.id)
        .order_by(ConsentRecord.at)
    )
    return [
        (
            email,
            named(name),
            (language, text),
            *facts(row, but={"source", "wording_id"}),
        )
        for row, email, name, language, text in session.execute(found)
    ]


def fates(session: Session, union: Union) -> list[Any]:
    found = (
        select(Message, Campaign.title, Subscriber.email)
        .join(Campaign, Campaign.id == Message.campaign_id)
        .join(Subscriber, Subscriber.id == Message.subscriber_id)
        .where(Message.via_union_id == union.id)
        .order_by(Campaign.title, Subscriber.email)
    )
    return [(title, email, *facts(row)) for row, title, email in session.execute(found)]


def forgotten(session: Session, union: Union) -> list[Any]:
    return [facts(row) for row in session.scalars(select(KeptLine).where(KeptLine.via_union_id == union.id))]


def campaigns(session: Session, union: Union, titles: set[str]) -> list[Any]:
    topic = aliased(MailingList)
    found = (
        select(Campaign, topic.name)
        .join(topic, topic.id == Campaign.list_id)
        .where(Campaign.title.in_(titles))
        .order_by(Campaign.title)
    )
    return [
        (
            named(name),
            facts(row, but={"audience", "state", "finished_at"}),
            [facts(one, but={"blocks"}) for one in _of(session, Variant, row)],
            [facts(one) for one in _of(session, Approval, row) if one.union_id == union.id],
        )
        for row, name in session.execute(found)
    ]


def _of(session: Session, table: Any, campaign: Campaign) -> list[Any]:
    return list(session.scalars(select(table).filter_by(campaign_id=campaign.id).order_by(table.language)))


def answers(session: Session, union: Union) -> list[Any]:
    found = (
        select(Rsvp, Event, Subscriber.email)
        .join(Event, Event.id == Rsvp.event_id)
        .join(Subscriber, Subscriber.id == Rsvp.subscriber_id)
        .where(Rsvp.union_id == union.id)
    )
    return [(email, facts(event, but={"is_public"}), facts(row)) for row, event, email in session.execute(found)]


def setting(session: Session, union: Union) -> list[Any]:
    """The union itself, and what it has by name."""
    tables: tuple[Any, ...] = (Local, SenderIdentity, CustomField)
    forms = session.scalars(select(SignUpForm).filter_by(union_id=union.id))
    return [
        facts(union, but={"parent_id"}),
        *(facts(row) for table in tables for row in session.scalars(select(table).filter_by(union_id=union.id))),
        *(facts(row, but={"list_ids"}) for row in forms),
    ]
