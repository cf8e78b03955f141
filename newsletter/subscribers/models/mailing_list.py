"""A list."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified, Translated
from newsletter.unions.models import Union


class MailedBy(StrEnum):
    """Which unions may write to a list. Each reaches its own people by it, whoever owns it."""

    OWNER = auto()
    AFFILIATES = auto()  # the owner and all under it
    ALLIANCE = auto()  # every union, and the alliance itself


class MailingList(Identified, Base):
    """Something people subscribe to. A public one is a topic to choose; a private one is filled by its owner."""

    __tablename__ = "list"

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"), index=True)
    """Who owns it: a union or the alliance."""

    slug: Mapped[str] = mapped_column(unique=True)
    """The label in List-Id (RFC 2919): it never changes and names no union."""

    is_public: Mapped[bool]
    """Whether anybody may see it and subscribe. To others only the owner's staff bring people."""

    mailed_by: Mapped[MailedBy] = mapped_column(default=MailedBy.OWNER)
    """Who may write to it, and so sees that it is there."""

    in_archive: Mapped[bool] = mapped_column(default=False)
    """Whether what was sent to it is shown to everybody in the public archive."""

    name: Mapped[Translated]
    description: Mapped[Translated]

    position: Mapped[int]
    """Order on the sign-up page."""

    archived_at: Mapped[datetime | None]
    """Since when nobody can join it and no new campaign can go to it; its people and evidence stay as they are."""

    union: Mapped[Union] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether it can be joined and written to."""
        return self.archived_at is None
