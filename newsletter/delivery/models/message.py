"""One mail to one subscriber."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.audiences import Reason
from newsletter.db import Base, BigId
from newsletter.delivery.fates import MessageState

_PUT_OFF = text("retry_at IS NOT NULL")


class Message(Base):
    """A line of the ledger. The key itself says one copy per person (PRODUCT.md, rule 2)."""

    __tablename__ = "message"
    __table_args__ = (
        Index(None, "campaign_id", "batch_number"),
        Index(None, "subscriber_id"),
        Index("ix_message_put_off", "campaign_id", "retry_at", postgresql_where=_PUT_OFF, sqlite_where=_PUT_OFF),
        {"postgresql_with": {"fillfactor": "75"}},  # room for the two updates each row gets, off the indexes
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(BigId, ForeignKey("subscriber.id"), primary_key=True)

    via_union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    """Whose identity, address and footer are on it."""

    language: Mapped[str]
    state: Mapped[MessageState]
    reason: Mapped[Reason | None]

    batch_number: Mapped[int]
    attempts: Mapped[int]

    retry_at: Mapped[datetime | None]
    """When a deferred message is due again."""

    reply: Mapped[str | None]
    """What the relay last said, where it was not a plain yes."""

    sent_at: Mapped[datetime | None]
