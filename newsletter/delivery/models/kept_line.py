"""What stays of messages that were forgotten."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.audiences import Reason
from newsletter.db import Base, BigId, Identified
from newsletter.delivery.fates import MessageState


class KeptLine(Identified, Base):
    """So many forgotten messages of one union and language in one state for one reason.

    Each set that was forgotten adds lines of its own; a report adds them up.
    """

    __tablename__ = "kept_line"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    via_union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    language: Mapped[str]
    state: Mapped[MessageState]
    reason: Mapped[Reason | None]

    messages: Mapped[int] = mapped_column(BigId)
    doubts: Mapped[int] = mapped_column(BigId)
    """How often they were in doubt and sent again."""
