"""What stays of what relays said to messages that were forgotten."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Base, BigId, Identified
from newsletter.delivery.fates import MessageState
from newsletter.delivery.meanings import Meaning


class KeptReply(Identified, Base):
    """So many forgotten messages of one union got an answer of this meaning and ended in this state."""

    __tablename__ = "kept_reply"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    via_union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    meaning: Mapped[Meaning]
    state: Mapped[MessageState]

    messages: Mapped[int] = mapped_column(BigId)
    example: Mapped[str]
    """One relay's words; nobody is named in them."""
