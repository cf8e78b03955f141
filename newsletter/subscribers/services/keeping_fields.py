"""Making a union's own fields, saying them anew, and putting them away. What is known of people stays."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.db import Translated
from newsletter.errors import NewsletterError
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.models import CustomField, FieldValue
from newsletter.subscribers.models.membership import plain_letters
from newsletter.subscribers.own_fields import fields_of

MOST_FIELDS = 40
"""Of one union, the archived ones counted: each is a question on a page."""

_KEY_SIGNS = 40


class TooManyFields(NewsletterError):
    """A union has no more than MOST_FIELDS."""


class NothingToChoose(NewsletterError):
    """A choice needs two things to choose from at least."""


class ChoiceInUse(NewsletterError):
    """What somebody has chosen cannot be taken away."""


@dataclass(frozen=True)
class Choice:
    """One thing to choose: the key it has already, or None for a new one, and its label by language."""

    key: str | None
    label: Translated


@dataclass(frozen=True)
class FieldFacts:
    """What staff say of a field."""

    label: Translated
    position: int = 0
    choices: tuple[Choice, ...] = ()
    """Only of a choice."""


def start_field(
    session: Session, *, union_id: int, kind: FieldKind, facts: FieldFacts, account_id: int, now: datetime
) -> CustomField:
    """Make a field; its key is made of its label and stays. Raises TooManyFields or NothingToChoose."""
    known = fields_of(session, union_id=union_id)
    if len(known) >= MOST_FIELDS:
        raise TooManyFields
    made = CustomField(
        union_id=union_id,
        kind=kind,
        key=_key(facts.label, {one.key for one in known}),
        label=facts.label,
        position=facts.position or max((one.position for one in known), default=0) + 1,
        choices=_choices((), facts.choices) if kind is FieldKind.CHOICE else [],
    )
    session.add(made)
    session.flush()
    _note(session, "field.made", made, account_id, now)
    return made


def describe_field(
    session: Session, *, field: CustomField, facts: FieldFacts, account_id: int, now: datetime
) -> CustomField:
    """Say it anew. Its kind and key stay. Raises NothingToChoose or ChoiceInUse."""
    if field.kind is FieldKind.CHOICE:
        kept = _choices(tuple(field.labels), facts.choices)
        gone = field.labels.keys() - {one["key"] for one in kept}
        if gone and session.scalar(
            select(exists().where(FieldValue.field_id == field.id, FieldValue.text.in_(gone)))
        ):
            raise ChoiceInUse
        field.choices = kept
    field.label, field.position = facts.label, facts.position or field.position
    _note(session, "field.edited", field, account_id, now)
    return field


def archive_field(session: Session, *, field: CustomField, account_id: int, now: datetime) -> None:
    """Ask for it no more. Twice is the same as once."""
    if field.is_open:
        field.archived_at = now
        _note(session, "field.archived", field, account_id, now)


def reopen_field(session: Session, *, field: CustomField, account_id: int, now: datetime) -> None:
    """Undo that; the values are there."""
    if not field.is_open:
        field.archived_at = None
        _note(session, "field.reopened", field, account_id, now)


def _choices(known: Sequence[str], said: Sequence[Choice]) -> list[dict[str, object]]:
    """A key the field never had is not believed: it gets a new one."""
    taken = set(known)
    made: list[dict[str, object]] = []
    for one in said:
        if not any(one.label.values()):
            continue
        key = one.key if one.key in known else _key(one.label, taken)
        taken.add(str(key))
        made.append({"key": key, "label": one.label})
    if len(made) < 2:  # noqa: PLR2004 (one is no choice)
        raise NothingToChoose
    return made


def _key(label: Translated, taken: set[str]) -> str:
    words = label.get("en") or next(filter(None, label.values()), "")
    plain = re.sub(r"[^a-z0-9]+", "_", plain_letters(words)).strip("_")[:_KEY_SIGNS] or "field"
    made, number = plain, 2
    while made in taken:
        made, number = f"{plain}_{number}", number + 1
    return made


def _note(session: Session, verb: str, field: CustomField, account_id: int, now: datetime) -> None:
    record(session, verb=verb, subject_id=field.id, union_id=field.union_id, account_id=account_id, now=now)
    session.flush()
