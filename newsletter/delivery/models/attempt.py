"""One try at a mail that was not answered by a plain yes."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Base, BigId
from newsletter.delivery.meanings import Meaning


class Attempt(Base):
    """What was said at one try. A mail that is accepted at once has none, so it costs nothing here.

    No foreign key to the message: an old campaign's messages go by dropping their partition.
    """

    __tablename__ = "attempt"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(BigId, ForeignKey("subscriber.id"), primary_key=True)

    number: Mapped[int] = mapped_column(primary_key=True)
    """Counts the tries at a message from 1. Behind the last one stands that its time had run out, if it had."""

    at: Mapped[datetime]

    code: Mapped[int]
    """The relay's reply code; 0 if it did not answer, or was not asked."""

    status: Mapped[str]
    """The enhanced status code (RFC 3463); empty without one."""

    meaning: Mapped[Meaning]

    text: Mapped[str]
    """Code and text of the reply, without the address it was about."""
