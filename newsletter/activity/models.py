"""One row for one thing somebody did."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Base, Identified


class Activity(Identified, Base):
    """Who did what to which thing of which union. Never edited, never deleted."""

    __tablename__ = "activity"

    at: Mapped[datetime] = mapped_column(index=True)

    account_id: Mapped[int | None]
    """Who; empty when it was a worker or the person themself. No foreign key: the log outlives accounts."""

    union_id: Mapped[int] = mapped_column(index=True)
    """Whose staff may read this line."""

    verb: Mapped[str]
    """`campaign.launched`, `approval.granted`, `person.left` and so on."""

    subject_id: Mapped[int]
    """The row the verb is about; its table is the verb's first word."""

    details: Mapped[dict[str, Any]]
    """What a reader needs beyond the verb. Never an address."""
