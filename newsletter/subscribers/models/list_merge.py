"""One list on its way into another."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, BigId, Identified
from newsletter.subscribers.models.mailing_list import MailingList

_WAITING = text("due_at IS NOT NULL")


class ListMerge(Identified, Base):
    """People of one list carried to another in sets. It goes on behind `behind`, committed with those before it.

    The row stays for good: who leaves the old list, by a mail of long ago, leaves the new one by it.
    """

    __tablename__ = "list_merge"
    __table_args__ = (Index("ix_list_merge_waiting", "due_at", postgresql_where=_WAITING, sqlite_where=_WAITING),)

    source_id: Mapped[int] = mapped_column(ForeignKey("list.id"), unique=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("list.id"), index=True)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    """Who asked for it."""

    asked_at: Mapped[datetime]

    behind: Mapped[int] = mapped_column(BigId, default=0)
    """The last person looked at: all have a number above it who are still to come."""

    carried: Mapped[int] = mapped_column(default=0)
    """So many came to the target who were not on it."""

    ended_at: Mapped[datetime | None]

    due_at: Mapped[datetime | None]
    """When the sweep may name its job again; empty once it has ended."""

    source: Mapped[MailingList] = relationship(foreign_keys=source_id)
    target: Mapped[MailingList] = relationship(foreign_keys=target_id)
