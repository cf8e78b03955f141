"""Values of a union's own fields: understood as they were typed, kept in the column of their kind, written again."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum, auto

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from newsletter.errors import NewsletterError
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.models import CustomField, FieldValue, Value

LONGEST_TEXT = 200

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:[.,][0-9]{1,6})?")

YES, NO = "yes", "no"


class ValueFlaw(StrEnum):
    """Why something typed is no value of a field."""

    TOO_LONG = auto()
    NO_NUMBER = auto()
    NO_DAY = auto()
    NO_CHOICE = auto()
    NO_ANSWER = auto()


class BadValue(NewsletterError):
    """What was typed is no value of this kind."""

    def __init__(self, flaw: ValueFlaw) -> None:
        super().__init__(f"not a value of this field: {flaw}")
        self.flaw = flaw


def understood(kind: FieldKind, typed: str, *, choices: Collection[str] = ()) -> Value | None:
    """The value somebody typed, or None for nothing. Days are ISO 8601, as browsers send them. Raises BadValue."""
    text = " ".join(typed.replace("\0", " ").split())
    if not text:
        return None
    match kind:
        case FieldKind.TEXT:
            return _short(text)
        case FieldKind.NUMBER:
            return _number(text)
        case FieldKind.DATE:
            return _day(text)
        case FieldKind.CHOICE:
            return _one_of(text, choices, ValueFlaw.NO_CHOICE)
        case FieldKind.YES_NO:
            return _one_of(text, (YES, NO), ValueFlaw.NO_ANSWER) == YES


def written(kind: FieldKind, value: Value | None) -> str:
    """What `understood` would read as this value."""
    match value:
        case None:
            return ""
        case bool():
            return YES if value else NO
        case date():
            return value.isoformat()
        case float() if kind is FieldKind.NUMBER:
            return f"{value:.6f}".rstrip("0").rstrip(".")
        case _:
            return str(value)


def values_of(session: Session, *, membership_id: int) -> Mapping[int, FieldValue]:
    """What a union knows of a member, by field; the archived fields' as well."""
    found = session.scalars(
        select(FieldValue).options(joinedload(FieldValue.field)).where(FieldValue.membership_id == membership_id)
    )
    return {one.field_id: one for one in found}


def keep(session: Session, *, membership_id: int, field: CustomField, value: Value | None) -> bool:
    """Write it down, or forget what was there. Whether anything changed."""
    row = session.get(FieldValue, (membership_id, field.id))
    if value is None:
        if row:
            session.delete(row)
        return row is not None
    if row and row.value == value:
        return False
    row = row or FieldValue(membership_id=membership_id, field_id=field.id, field=field)
    row.text, row.number, row.day = _columns(field.kind, value)
    session.add(row)
    return True


def _columns(kind: FieldKind, value: Value) -> tuple[str | None, float | None, date | None]:
    match kind:
        case FieldKind.TEXT | FieldKind.CHOICE:
            return str(value), None, None
        case FieldKind.DATE if isinstance(value, date):
            return None, None, value
        case FieldKind.NUMBER | FieldKind.YES_NO if isinstance(value, float | int):
            return None, float(value), None
    raise TypeError(f"{type(value).__name__} is no value of a {kind}")


def _short(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise BadValue(ValueFlaw.TOO_LONG)
    return text


def _number(text: str) -> float:
    """With a point or a comma before the decimals, of which there are six at most; nothing groups thousands."""
    if not _NUMBER.fullmatch(text):
        raise BadValue(ValueFlaw.NO_NUMBER)
    return float(text.replace(",", "."))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadValue(ValueFlaw.NO_DAY) from None


def _one_of(text: str, known: Collection[str], flaw: ValueFlaw) -> str:
    if text not in known:
        raise BadValue(flaw)
    return text
