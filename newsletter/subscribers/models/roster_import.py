"""An import of a roster."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, BigId, Identified
from newsletter.subscribers.importing.lifecycle import ImportState
from newsletter.subscribers.models.consent import Basis
from newsletter.unions.models import Union


class RosterImport(Identified, Base):
    """One file of one union on its way in. It goes on from `position`, which is committed with the rows before it."""

    __tablename__ = "roster_import"

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"), index=True)

    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who; empty when it was the operator, on the command line."""

    state: Mapped[ImportState] = mapped_column(default=ImportState.READY)

    file_name: Mapped[str]
    """As its owner called it; it names no file of ours."""

    folder: Mapped[str]
    """Where its files lie under the installation's `imports`, by a name that cannot be guessed."""

    language: Mapped[str]
    """Of the reasons in the file of rejects."""

    roster: Mapped[dict[str, Any]]
    """How the file is written and where its header stands, as `reading.roster.Roster` writes it."""

    mapping: Mapped[dict[str, Any]]
    """Which column holds what, as `columns.Mapping` writes it."""

    date_order: Mapped[str | None]
    """Which of two small numbers is the day; empty where the file does not tell and nobody said."""

    basis: Mapped[Basis | None]
    """On which ground these people are mailed; without one they come in unmailable."""

    wording: Mapped[str | None]
    """What they were told or agreed to, in the words of whoever imports them: the evidence leads here."""

    list_ids: Mapped[list[int]]
    """What they are mailed about."""

    position: Mapped[int] = mapped_column(BigId)
    """Bytes of the file before the next row."""

    line: Mapped[int] = mapped_column(BigId)
    """Lines before it."""

    rejects_bytes: Mapped[int] = mapped_column(BigId, default=0)
    """How much of the file of rejects is true; what lies behind was written by somebody who died."""

    counts: Mapped[dict[str, Any]]
    """Rows by outcome, and those rejected."""

    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    union: Mapped[Union] = relationship()

    @property
    def rows(self) -> int:
        """All that were read so far."""
        return sum(self.counts.values())
