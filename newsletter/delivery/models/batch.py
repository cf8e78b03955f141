"""A few hundred messages, sent by one job."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Base, BigId, Json


class BatchState(StrEnum):
    """How far a batch is."""

    HELD = auto()
    QUEUED = auto()
    SENDING = auto()
    DONE = auto()


class Batch(Base):
    """Messages of one campaign, union and language, so that what they share is made once."""

    __tablename__ = "batch"
    __table_args__ = (
        Index(None, "state", "due_at"),
        Index(None, "campaign_id", "state", "number"),
        Index(None, "campaign_id", "taken_at"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)

    via_union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    language: Mapped[str]
    state: Mapped[BatchState]

    due_at: Mapped[datetime | None]
    """When the sweep names the job of a queued one again."""

    taken_at: Mapped[datetime | None]
    """When a worker last took it up, by that worker's clock; good enough for taking turns."""

    claims: Mapped[int]
    """How often a worker took it up or lost it; the number a worker got is its right to go on."""

    beats: Mapped[int] = mapped_column(default=0)
    """Signs of life of the worker that has it. Whoever watches counts time by their own clock, so no clock of one
    machine is ever compared with that of another."""

    reach: Mapped[int] = mapped_column(BigId, default=0)
    """How far its worker may have come: nobody with a higher subscriber_id was handed to the relay in this turn."""

    aside: Mapped[list[int]] = mapped_column(Json, default=list)
    """Who up to there was set aside and not handed over, because their operator takes less: by subscriber_id."""

    aside_since: Mapped[datetime | None]
    """Since when nobody is left in it but such people."""

    deaths: Mapped[int] = mapped_column(default=0)
    """How many workers in a row it was taken from without any of them having sent a mail."""

    problem: Mapped[str | None]
    """Why it could not be sent at its last try: what the relay said, or that it did not answer."""
