"""A person's subscription to a list."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base
from newsletter.subscribers.models.mailing_list import MailingList
from newsletter.subscribers.standing import Standing

if TYPE_CHECKING:
    from newsletter.subscribers.models.subscriber import Subscriber


class Subscription(Base):
    """Where one person stands with one list. What led there is in the consent records."""

    __tablename__ = "subscription"
    __table_args__ = (Index(None, "list_id", "standing", "subscriber_id"),)

    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id"), primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("list.id"), primary_key=True)
    standing: Mapped[Standing]
    changed_at: Mapped[datetime]

    subscriber: Mapped["Subscriber"] = relationship(back_populates="subscriptions")
    list: Mapped[MailingList] = relationship()
