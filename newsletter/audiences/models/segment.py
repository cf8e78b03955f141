"""A saved rule."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Base, Identified


class Segment(Identified, Base):
    """A rule about people that one union keeps under a name: for audiences, for search, and for other segments."""

    __tablename__ = "segment"
    __table_args__ = (UniqueConstraint("union_id", "name"),)

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    """Whose it is. Nobody else sees or uses it."""

    name: Mapped[str]

    rule: Mapped[dict[str, Any]]
    """As `audiences.written` has it."""

    revision: Mapped[int] = mapped_column(default=1)
    """Counts changes, so that two people who write at once do not undo each other."""

    made_at: Mapped[datetime]
    made_by: Mapped[int | None]
    """The account. No foreign key: a segment outlives who made it."""

    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None]
