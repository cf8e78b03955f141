"""A paper card that was typed in."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Base


class CardOutcome(StrEnum):
    """What became of a card."""

    ASKED = auto()  # a mail asks the person
    JOINED = auto()  # the paper is signed
    KNOWN = auto()  # they had all of it


class PaperCard(Base):
    """A row of an organiser's sheet that was taken in, so that sending it again enters nobody twice.

    It says nothing of whose card it was.
    """

    __tablename__ = "paper_card"

    key: Mapped[str] = mapped_column(primary_key=True)
    """Made where the card was typed, before it was sent."""

    form_id: Mapped[int] = mapped_column(ForeignKey("sign_up_form.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[CardOutcome]
    at: Mapped[datetime]
