"""What is warmed up."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from newsletter.db import Base, Identified
from newsletter.delivery.pacing.warming import Ramp, RampOn


class WarmUp(Identified, Base):
    """A relay or a sending domain that nobody knows yet, and how much it may send on each day until they do."""

    __tablename__ = "warm_up"
    __table_args__ = (UniqueConstraint("subject", "name"),)

    subject: Mapped[RampOn]
    name: Mapped[str]
    """A relay's number (0: the installation's), or a domain."""

    first: Mapped[int]
    growth_percent: Mapped[int]
    target: Mapped[int]

    began_at: Mapped[datetime]
    """Each of its days begins at this hour."""

    @property
    def ramp(self) -> Ramp:
        """How it goes up."""
        return Ramp(self.first, self.growth_percent, self.target)
