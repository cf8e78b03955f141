"""A few hundred messages, sent by one job."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Base


class BatchState(StrEnum):
    """How far a batch is."""

    HELD = auto()
    QUEUED = auto()
    SENDING = auto()
    DONE = auto()


class Batch(Base):
    """Messages of one campaign, union and language, so that what they share is made once."""

    __tablename__ = "batch"
    __table_args__ = (Index(None, "state", "due_at"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)

    via_union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    language: Mapped[str]
    state: Mapped[BatchState]

    due_at: Mapped[datetime | None]
    """When the sweep may take it up: a queued one whose job got lost, or a sending one whose worker died."""

    claims: Mapped[int]
    """How often a worker took it up; the number a worker got is its right to go on (a later one takes it away)."""

    deaths: Mapped[int] = mapped_column(default=0)
    """How often it was taken over from a worker that gave no sign of life any more."""

    problem: Mapped[str | None]
    """Why it could not be sent at its last try: what the relay said, or that it did not answer."""
