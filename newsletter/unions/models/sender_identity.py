"""Whom a mail comes from."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified
from newsletter.unions.models.union import Union


class SenderIdentity(Identified, Base):
    """The From, and where answers go, of a union's mail."""

    __tablename__ = "sender_identity"
    __table_args__ = (UniqueConstraint("union_id", "address"),)

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    name: Mapped[str]
    address: Mapped[str]
    reply_to: Mapped[str]

    is_default: Mapped[bool]
    """The one used for the union's share of a joint campaign; one per union."""

    union: Mapped[Union] = relationship()
