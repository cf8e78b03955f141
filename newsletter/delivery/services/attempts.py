"""Keeping what was said at each try that was not answered by a plain yes, in sets."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, insert, literal, select
from sqlalchemy.orm import Session

from newsletter.delivery.meanings import Meaning
from newsletter.delivery.models import Attempt, Message

_ATTEMPT: Table = Attempt.__table__  # type: ignore[assignment]  # a Table, whatever its declared type says


@dataclass(frozen=True, slots=True)
class Said:
    """A line about one or many messages."""

    meaning: Meaning
    text: str
    code: int = 0
    status: str = ""


TOO_LATE = Said(Meaning.EXPIRED, "the time it had has run out", status="5.4.7")
"""Said by ourselves, behind the last try, with the status of RFC 3463 for it."""

DIED = Said(Meaning.NO_ANSWER, "the worker died before it had read the answer")


def row(said: Said, *, campaign_id: int, subscriber_id: int, number: int, now: datetime) -> Mapping[str, object]:
    """A line about one message."""
    return {
        "campaign_id": campaign_id,
        "subscriber_id": subscriber_id,
        "number": number,
        "at": now,
        **asdict(said),
    }


def keep(session: Session, rows: Iterable[Mapping[str, object]]) -> None:
    """Write down these lines."""
    if kept := list(rows):
        session.connection().execute(insert(_ATTEMPT), kept)


def keep_of_all(session: Session, said: Said, which: ColumnElement[bool], *, now: datetime) -> None:
    """Write the same of each of these messages, before the try is counted."""
    columns = {
        _ATTEMPT.c.campaign_id: Message.campaign_id,
        _ATTEMPT.c.subscriber_id: Message.subscriber_id,
        _ATTEMPT.c.number: Message.attempts + 1,
        _ATTEMPT.c.at: literal(now, _ATTEMPT.c.at.type),
        _ATTEMPT.c.code: literal(said.code),
        _ATTEMPT.c.status: literal(said.status),
        _ATTEMPT.c.meaning: literal(said.meaning, _ATTEMPT.c.meaning.type),
        _ATTEMPT.c.text: literal(said.text),
    }
    session.execute(insert(_ATTEMPT).from_select(list(columns), select(*columns.values()).where(which)))
