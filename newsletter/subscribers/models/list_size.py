"""How many are on a list."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Base

EVERYBODY = 0
"""In place of a union: people of all of them, each counted once."""


class ListSize(Base):
    """How many were confirmed on a list on one day. Counted aside, so that no page counts a million."""

    __tablename__ = "list_size"
    __table_args__ = (Index(None, "list_id", "union_id", "day"),)

    list_id: Mapped[int] = mapped_column(ForeignKey("list.id"), primary_key=True)

    day: Mapped[date] = mapped_column(primary_key=True)
    """In UTC."""

    union_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Whose members; EVERYBODY for all together."""

    confirmed: Mapped[int]

    counted_at: Mapped[datetime]
    """The last time on that day."""
