"""An export."""

from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, BigId, Identified
from newsletter.exporting.lifecycle import ExportState
from newsletter.unions.models import Union

_WAITING = text("due_at IS NOT NULL")


class ExportFormat(StrEnum):
    """What is written. A table holds people; the archive holds everything a union has."""

    CSV = auto()
    XLSX = auto()
    ARCHIVE = auto()


class Export(Identified, Base):
    """One file of one union on its way out, from the asking until the file is deleted. The row stays."""

    __tablename__ = "export"
    __table_args__ = (
        Index("ix_export_waiting", "due_at", postgresql_where=_WAITING, sqlite_where=_WAITING),
        Index(None, "union_id", "id"),
    )

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    """Who asked for it."""

    state: Mapped[ExportState] = mapped_column(default=ExportState.QUEUED)
    format: Mapped[ExportFormat]

    language: Mapped[str]
    """Of its headings."""

    choice: Mapped[dict[str, Any]]
    """Whose rows, as `choice.Choice` writes it; empty for the archive."""

    columns: Mapped[list[str]]
    """Which of `columns.Column`, in their order; none for the archive."""

    asked_at: Mapped[datetime]

    due_at: Mapped[datetime | None]
    """When its job is named again, because nobody has taken it up or whoever has it gives no sign of life."""

    claims: Mapped[int] = mapped_column(default=0)
    """How often it was taken up or taken away; the number a worker got is its right to go on."""

    rows: Mapped[int] = mapped_column(BigId, default=0)
    """Written so far."""

    rows_in_all: Mapped[int] = mapped_column(BigId, default=0)
    """Counted when it was taken up."""

    file: Mapped[str | None]
    """Its name under the installation's `exports`, which cannot be guessed; empty while there is none."""

    size_bytes: Mapped[int | None] = mapped_column(BigId)
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    expires_at: Mapped[datetime | None]
    """When the file is deleted by itself."""

    union: Mapped[Union] = relationship()
