"""A person."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, BytewiseText, Identified
from newsletter.subscribers.models.membership import Membership
from newsletter.subscribers.models.subscription import Subscription


class Subscriber(Identified, Base):
    """One person by address, with what is true of them whichever union asks."""

    __tablename__ = "subscriber"

    email: Mapped[str] = mapped_column(BytewiseText, unique=True)
    """Normalised by mail.address; the one place an address is kept."""

    address_hash: Mapped[str] = mapped_column(unique=True)
    """Joins suppressions, which keep no address."""

    language: Mapped[str]
    """What the person chose to read in."""

    country: Mapped[str | None]
    """ISO 3166-1; decides whose law applies."""

    region: Mapped[str | None]
    """ISO 3166-2; CA-QC asks for French."""

    created_at: Mapped[datetime]

    memberships: Mapped[list[Membership]] = relationship(back_populates="subscriber", order_by=Membership.id)
    subscriptions: Mapped[list[Subscription]] = relationship(
        back_populates="subscriber", order_by=Subscription.list_id
    )
