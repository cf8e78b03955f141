"""One mail to one subscriber."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.audiences import Reason
from newsletter.db import Base, BigId
from newsletter.delivery.fates import MessageState

_PUT_OFF = text("retry_at IS NOT NULL")


class Message(Base):
    """A line of the ledger. The key itself says one copy per person (PRODUCT.md, rule 2).

    On PostgreSQL each campaign has a partition of its own (`services.ledger`).
    """

    __tablename__ = "message"
    __table_args__ = (
        Index(None, "campaign_id", "batch_number"),
        Index(None, "subscriber_id"),
        Index("ix_message_put_off", "campaign_id", "retry_at", postgresql_where=_PUT_OFF, sqlite_where=_PUT_OFF),
        {"postgresql_partition_by": "LIST (campaign_id)"},
    )

    campaign_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    """No foreign key: one statement writes all of a campaign's out of its own row, and the batch's vouches for it."""

    subscriber_id: Mapped[int] = mapped_column(BigId, ForeignKey("subscriber.id"), primary_key=True)

    via_union_id: Mapped[int] = mapped_column(BigId)
    """Whose identity, address and footer are on it. The batch's foreign key vouches for it."""

    language: Mapped[str]
    state: Mapped[MessageState]
    reason: Mapped[Reason | None]

    batch_number: Mapped[int]
    """0 of whoever is suppressed from the start."""

    attempts: Mapped[int]

    doubts: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """How often nobody could know whether the relay had taken it, and it was to be sent again."""

    retry_at: Mapped[datetime | None]
    """When a deferred message is due again."""

    reply: Mapped[str | None]
    """What the relay last said, where it was not a plain yes."""

    sent_at: Mapped[datetime | None]
