"""Addresses that must not be mailed."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Base, Identified
from newsletter.subscribers.scope import Scope


class SuppressionReason(StrEnum):
    """Why an address is not mailed. Only the person can lift LEFT, by asking again and confirming."""

    LEFT = auto()
    BOUNCED = auto()
    COMPLAINED = auto()
    STEWARD = auto()


class Suppression(Identified, Base):
    """One address, one scope. It keeps a keyed hash only, so that it outlives erasure and imports."""

    __tablename__ = "suppression"
    __table_args__ = (UniqueConstraint("address_hash", "scope", "list_id", "union_id"),)

    address_hash: Mapped[str]
    scope: Mapped[Scope]

    list_id: Mapped[int] = mapped_column(default=0)
    """Which list, where the scope is one; else 0, because NULLs are never equal in a unique constraint."""

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    """Which union; for a list its owner, for the alliance the alliance's row."""

    reason: Mapped[SuppressionReason]
    at: Mapped[datetime]
