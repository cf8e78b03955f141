"""What a union lets the staff of another see, most often the alliance's."""

from datetime import date, datetime
from enum import StrEnum, auto

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.accounts.models.account import Account
from newsletter.db import Base, Identified


class GrantKind(StrEnum):
    """What is granted."""

    TOTALS = auto()  # how many there are, also where there are so few that a number names them


class Grant(Identified, Base):
    """One thing a union lets others see. A row is never deleted: it says who allowed what, from when to when."""

    __tablename__ = "union_grant"
    __table_args__ = (Index(None, "to_union_id", "kind"),)

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"), index=True)
    """Whose people it is about."""

    to_union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    """Whose staff may."""

    kind: Mapped[GrantKind]

    until: Mapped[date | None]
    """The last day, in UTC; empty until it is taken back."""

    given_at: Mapped[datetime]
    given_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    taken_back_at: Mapped[datetime | None]

    giver: Mapped[Account] = relationship()

    def counts_on(self, day: date) -> bool:
        """Whether it is in force."""
        return self.taken_back_at is None and (self.until is None or self.until >= day)
