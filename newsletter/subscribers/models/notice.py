"""A mail about a subscription."""

from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified
from newsletter.subscribers.models.subscriber import Subscriber
from newsletter.unions.models import Union


class NoticeKind(StrEnum):
    """Which mail; each is a folder in templates/emails."""

    CONFIRMATION = auto()
    ALREADY_SUBSCRIBED = auto()
    WELCOME = auto()
    ADDRESS_CHANGE = auto()  # to a new address: is it theirs?
    ADDRESS_CHANGED = auto()  # to the old one, afterwards


class NoticeState(StrEnum):
    """How far it got."""

    QUEUED = auto()
    SENDING = auto()
    SENT = auto()
    FAILED = auto()


_WAITING = text("due_at IS NOT NULL")
_ELSEWHERE = text("recipient IS NOT NULL")


class Notice(Identified, Base):
    """A mail somebody's own act asked for. The row is the truth: it waits here until a relay took it."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_waiting", "due_at", postgresql_where=_WAITING, sqlite_where=_WAITING),
        Index(None, "subscriber_id", "kind", "asked_at"),
        Index("ix_notice_recipient", "recipient", postgresql_where=_ELSEWHERE, sqlite_where=_ELSEWHERE),
    )

    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id"))
    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    """Whose identity is on it."""

    kind: Mapped[NoticeKind]
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.QUEUED)
    asked_at: Mapped[datetime]

    asked: Mapped[dict[str, Any]]
    """What the person typed, as `asking.Asked` writes it; it becomes true when they confirm."""

    recipient: Mapped[str | None]
    """Where it goes, if not to the person's address; forgotten as soon as it was answered, or cannot be any more."""

    answered_at: Mapped[datetime | None]
    """When the button in it was pressed."""

    due_at: Mapped[datetime | None]
    """When the sweep may name its job again; empty once it is sent or failed."""

    attempts: Mapped[int] = mapped_column(default=0)
    reply: Mapped[str | None]
    """What the relay last said."""

    subscriber: Mapped[Subscriber] = relationship()
    union: Mapped[Union] = relationship()

    @property
    def was_withheld(self) -> bool:
        """Nobody ever tried to send it: the address was barred when it was asked for."""
        return self.state is NoticeState.FAILED and self.attempts == 0
