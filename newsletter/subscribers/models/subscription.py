"""A person's subscription to a list."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base
from newsletter.subscribers.models.consent import Basis
from newsletter.subscribers.models.mailing_list import MailingList
from newsletter.subscribers.standing import Standing

if TYPE_CHECKING:
    from newsletter.subscribers.models.subscriber import Subscriber

_EXPIRING = text("expires_at IS NOT NULL")


class Subscription(Base):
    """Where one person stands with one list. What led there is in the consent records."""

    __tablename__ = "subscription"
    __table_args__ = (
        Index(None, "list_id", "standing", "subscriber_id"),
        Index("ix_subscription_expiring", "expires_at", postgresql_where=_EXPIRING, sqlite_where=_EXPIRING),
    )

    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id"), primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("list.id"), primary_key=True)
    standing: Mapped[Standing]
    changed_at: Mapped[datetime]

    basis: Mapped[Basis] = mapped_column(default=Basis.EXPRESS)
    """On which ground they are mailed: that of the last consent record."""

    expires_at: Mapped[datetime | None]
    """When that ground is gone, as consent implied by a membership is two years behind its end (CASL s. 10(14))."""

    subscriber: Mapped["Subscriber"] = relationship(back_populates="subscriptions")
    list: Mapped[MailingList] = relationship()
