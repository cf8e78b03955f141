"""The fields a union made for itself."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.errors import NotVisible
from newsletter.subscribers.models import CustomField


def fields_of(session: Session, *, union_id: int) -> Sequence[CustomField]:
    """All of them, in their order, the archived ones as well; few."""
    return session.scalars(
        select(CustomField).filter_by(union_id=union_id).order_by(CustomField.position, CustomField.id)
    ).all()


def open_fields(session: Session, *, union_id: int) -> Sequence[CustomField]:
    """Those that are asked for today."""
    return [one for one in fields_of(session, union_id=union_id) if one.is_open]


def field_of(session: Session, *, union_id: int, field_id: int) -> CustomField:
    """One of them. Raises NotVisible."""
    found = session.scalar(select(CustomField).filter_by(id=field_id, union_id=union_id))
    if found is None:
        raise NotVisible
    return found
