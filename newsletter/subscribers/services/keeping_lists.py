"""Making, describing and archiving lists. What a list has been stays: nothing here touches a person."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.db import Translated
from newsletter.errors import NewsletterError
from newsletter.fence import beyond
from newsletter.subscribers import mergers
from newsletter.subscribers.models import MailedBy, MailingList
from newsletter.subscribers.sizes import count_list
from newsletter.unions.models import Union


class ListGoneForGood(NewsletterError):
    """A list that was merged into another one cannot be opened again."""


@dataclass(frozen=True)
class ListFacts:
    """What staff say of a list."""

    name: Translated
    description: Translated
    is_public: bool
    mailed_by: MailedBy
    in_archive: bool
    position: int | None = None
    """Its place among the owner's; None puts it last."""


def start_list(session: Session, *, owner: Union, facts: ListFacts, account_id: int, now: datetime) -> MailingList:
    """Make a list. Its label in List-Id is drawn by lot: providers log it, so it names nobody (STANDARDS.md 1.2)."""
    made = MailingList(union_id=owner.id, slug=f"topic-{secrets.token_hex(5)}", archived_at=None)
    _write(session, made, facts)
    session.add(made)
    session.flush()
    with beyond(session):
        count_list(session, list_id=made.id, now=now)
    _note(session, "list.made", made, account_id, now)
    return made


def describe_list(
    session: Session, *, topic: MailingList, facts: ListFacts, account_id: int, now: datetime
) -> MailingList:
    """Say something else of it. Who is on it stays on it."""
    _write(session, topic, facts)
    _note(session, "list.edited", topic, account_id, now)
    return topic


def archive_list(session: Session, *, topic: MailingList, account_id: int, now: datetime) -> None:
    """Take no more people and no new campaigns. Twice is the same as once."""
    if topic.is_open:
        topic.archived_at = now
        _note(session, "list.archived", topic, account_id, now)


def reopen_list(session: Session, *, topic: MailingList, account_id: int, now: datetime) -> None:
    """Undo that. Raises ListGoneForGood after a merger."""
    if mergers.of_list(session, topic.id):
        raise ListGoneForGood("this list was merged into another one and cannot be opened again")
    if not topic.is_open:
        topic.archived_at = None
        _note(session, "list.reopened", topic, account_id, now)


def _write(session: Session, topic: MailingList, facts: ListFacts) -> None:
    said = asdict(facts)
    if said["position"] is None:
        last = session.scalar(select(func.max(MailingList.position)).where(MailingList.union_id == topic.union_id))
        said["position"] = (last or 0) + 1
    for name, value in said.items():
        setattr(topic, name, value)
    session.flush()


def _note(session: Session, verb: str, topic: MailingList, account_id: int, now: datetime) -> None:
    record(session, verb=verb, subject_id=topic.id, union_id=topic.union_id, account_id=account_id, now=now)
    session.flush()
