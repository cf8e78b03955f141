"""What a union's own fields hold, for a set of its members."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.db import among, translated
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.models import CustomField, FieldValue, Membership
from newsletter.translations import N_, catalog
from newsletter.unions.models import Union

Held = str | float | bool
"""A date as ISO 8601 writes it; the key of a choice."""

_YES, _NO = N_("Yes"), N_("No")


def fields_of(session: Session, union: Union) -> Sequence[CustomField]:
    """Those that are asked for, in their order."""
    return session.scalars(
        select(CustomField)
        .where(CustomField.union_id == union.id, CustomField.archived_at.is_(None))
        .order_by(CustomField.position, CustomField.id)
    ).all()


def values(session: Session, union: Union, subscriber_ids: Sequence[int]) -> dict[int, dict[str, Held]]:
    """By person and the key of the field; who has none is not in it."""
    found: dict[int, dict[str, Held]] = {}
    for one, field, subscriber_id in session.execute(
        select(FieldValue, CustomField, Membership.subscriber_id)
        .join(Membership, Membership.id == FieldValue.membership_id)
        .join(CustomField, CustomField.id == FieldValue.field_id)
        .where(Membership.union_id == union.id, among(session, Membership.subscriber_id, subscriber_ids))
        .order_by(FieldValue.membership_id, CustomField.id)
    ):
        value = one.value
        held = value.isoformat() if isinstance(value, date) else value
        found.setdefault(subscriber_id, {})[field.key] = held
    return found


def told(field: CustomField, held: Held | None, language: str) -> str:
    """As a reader of a table has it; empty where nothing is known."""
    if held is None:
        return ""
    match field.kind:
        case FieldKind.CHOICE:
            return translated(field.labels[str(held)], language) if str(held) in field.labels else str(held)
        case FieldKind.YES_NO:
            return str(catalog(language).gettext(_YES if held else _NO))
        case FieldKind.NUMBER:
            return f"{held:.15g}"
        case _:
            return str(held)
