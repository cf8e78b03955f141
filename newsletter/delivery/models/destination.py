"""Where a campaign's mail goes."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Base, BigId


class Destination(Base):
    """So many people of a campaign, of one union, whose mail goes to one domain; counted once, behind the freeze."""

    __tablename__ = "destination"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"), primary_key=True)

    domain: Mapped[str] = mapped_column(primary_key=True)
    """Empty for all those together at which there are few."""

    people: Mapped[int] = mapped_column(BigId)
