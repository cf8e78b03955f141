"""A campaign's words in one language."""

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Base, Identified


class Variant(Identified, Base):
    """Subject, preheader and blocks in one language."""

    __tablename__ = "variant"
    __table_args__ = (UniqueConstraint("campaign_id", "language"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    language: Mapped[str]

    subject: Mapped[str]
    preheader: Mapped[str]

    blocks: Mapped[list[dict[str, Any]]]
    """As `rendering.blocks` reads them; `side_by_side` says how those of two languages belong together."""

    revision: Mapped[int]
    """The campaign's revision at its last edit; an editor names the one they saw."""

    subject_revision: Mapped[int] = mapped_column(default=1)
    """The campaign's revision when subject or preheader were last written."""

    @property
    def is_complete(self) -> bool:
        """Whether somebody could be mailed with it."""
        return bool(self.subject and self.blocks)
