"""A union's yes."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified

if TYPE_CHECKING:
    from newsletter.campaigns.models.campaign import Campaign


class Approval(Identified, Base):
    """One union's yes or no to its own members' share of a campaign, in one language.

    The row is made when the union is asked, and lets its staff see the campaign.
    """

    __tablename__ = "approval"
    __table_args__ = (UniqueConstraint("campaign_id", "union_id", "language"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"), index=True)
    language: Mapped[str]

    revision: Mapped[int]
    """What was approved. Lower than the campaign's own: taken back by an edit."""

    granted: Mapped[bool | None]
    """Empty while the union has only been asked."""

    note: Mapped[str | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]

    campaign: Mapped["Campaign"] = relationship(back_populates="approvals")

    @property
    def counts(self) -> bool:
        """Whether this share may go out."""
        return self.granted is True and self.revision == self.campaign.revision

    @property
    def waits(self) -> bool:
        """Whether the union has yet to look at what the campaign holds now."""
        return self.granted is None or self.revision != self.campaign.revision
