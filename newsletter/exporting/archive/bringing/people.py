"""Members with where they stand and all the evidence, in sets."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert as plain_insert
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.db import insert
from newsletter.exporting.archive import records
from newsletter.exporting.archive.bringing.places import Places, in_sets
from newsletter.exporting.archive.reading import Archive, BadArchive
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.models import (
    ConsentRecord,
    CustomField,
    FieldValue,
    Membership,
    Subscriber,
    Subscription,
)
from newsletter.subscribers.models.membership import call_name, sort_name
from newsletter.tokens import Signer
from newsletter.unions.models import Union

_IMPORT = re.compile(r"/imports/(\d+)")


def bring_people(session: Session, archive: Archive, places: Places, *, union: Union, signer: Signer) -> None:
    """Make who is not known, and everybody's membership. A row of `subscriber` is the person's, and stays."""
    fields = {one.key: one for one in session.scalars(select(CustomField).filter_by(union_id=union.id))}
    for some in in_sets(archive.lines("people.jsonl", records.PersonRecord)):
        session.execute(
            insert(session, Subscriber).on_conflict_do_nothing(),
            [
                {
                    "email": one.email,
                    "address_hash": signer.address_hash(one.email),
                    "language": one.language,
                    "country": one.country,
                    "region": one.region,
                    "created_at": one.known_since,
                }
                for one in some
            ],
        )
        found = dict(
            session.execute(
                select(Subscriber.email, Subscriber.id).where(Subscriber.email.in_([one.email for one in some]))
            ).all()
        )
        ids = [found[one.email] for one in some]
        places.people.extend(ids)
        session.execute(
            plain_insert(Membership),
            [_membership(one, who, union, places) for one, who in zip(some, ids, strict=True)],
        )
        _bring_values(session, some, ids, union, fields)


def _membership(one: records.PersonRecord, subscriber_id: int, union: Union, places: Places) -> dict[str, Any]:
    return {
        "subscriber_id": subscriber_id,
        "union_id": union.id,
        "local_id": places.locals[one.local] if one.local is not None else None,
        "role": one.role,
        "given_name": one.given_name,
        "family_name": one.family_name,
        "sort_name": sort_name(one.given_name, one.family_name),
        "call_name": call_name(one.given_name, one.family_name),
        "number": one.member_number,
        "joined_on": one.joined_on,
        "ended_on": one.ended_on,
    }


def _bring_values(
    session: Session,
    some: Sequence[records.PersonRecord],
    ids: Sequence[int],
    union: Union,
    fields: Mapping[str, CustomField],
) -> None:
    holders = {who: one for one, who in zip(some, ids, strict=True) if one.fields}
    if not holders:
        return
    made = select(Membership.subscriber_id, Membership.id).where(
        Membership.union_id == union.id, Membership.subscriber_id.in_(holders)
    )
    rows = [
        {"membership_id": membership_id, "field_id": fields[key].id, **_columns(fields[key], value)}
        for who, membership_id in session.execute(made)
        for key, value in holders[who].fields.items()
    ]
    session.execute(plain_insert(FieldValue), rows)


def _columns(field: CustomField, value: str | float | bool) -> dict[str, Any]:  # noqa: FBT001 (a value may be a yes)
    """In the column of its kind. Raises BadArchive."""
    empty: dict[str, Any] = {"text": None, "number": None, "day": None}
    try:
        match field.kind, value:
            case ((FieldKind.TEXT | FieldKind.CHOICE), str()):
                return empty | {"text": value}
            case FieldKind.DATE, str():
                return empty | {"day": date.fromisoformat(value)}
            case FieldKind.YES_NO, bool():
                return empty | {"number": float(value)}
            case FieldKind.NUMBER, float() | int() if not isinstance(value, bool):
                return empty | {"number": float(value)}
    except (ValueError, OverflowError):
        pass
    raise BadArchive(f"people.jsonl: the field {field.key!r} holds something that is no {field.kind}")


def bring_subscriptions(session: Session, archive: Archive, places: Places) -> None:
    """As they stood."""
    for some in in_sets(archive.lines("subscriptions.jsonl", records.SubscriptionRecord)):
        session.execute(
            plain_insert(Subscription),
            [
                {
                    "subscriber_id": places.person(one.person),
                    "list_id": places.lists[one.on_list],
                    "standing": one.standing,
                    "changed_at": one.changed_at,
                    "basis": one.basis,
                    "expires_at": one.expires_at,
                }
                for one in some
            ],
        )


def bring_consents(session: Session, archive: Archive, places: Places, *, union: Union) -> None:
    """At their own times, in their own words, with a mark of where they come from."""
    for some in in_sets(archive.lines("consents.jsonl", records.ConsentRecordRecord)):
        session.execute(
            plain_insert(ConsentRecord),
            [
                {
                    "subscriber_id": places.person(one.person),
                    "list_id": places.lists[one.on_list],
                    "union_id": union.id,
                    "action": one.action,
                    "basis": one.basis,
                    "wording_id": places.wordings[one.wording] if one.wording else None,
                    "source": f"{_source(one.source, places)} ({places.mark})",
                    "connection_hash": one.connection_hash,
                    "at": one.at,
                }
                for one in some
            ],
        )


def _source(source: str, places: Places) -> str:
    """An import has another number here; everything else stays as it was written."""
    found = _IMPORT.fullmatch(source)
    number = places.imports.get(int(found[1])) if found else None
    return f"/imports/{number}" if number else source
