"""An answer to an invitation."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base
from newsletter.events.models.event import Event


class Answer(StrEnum):
    """What somebody says to an invitation."""

    YES = auto()
    MAYBE = auto()
    NO = auto()


class Rsvp(Base):
    """One person's last answer to one event."""

    __tablename__ = "rsvp"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id"), primary_key=True, index=True)
    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    """Through which union the person was invited; only its staff see who it is."""

    answer: Mapped[Answer]
    answered_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
