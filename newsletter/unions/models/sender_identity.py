"""Whom a mail comes from."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified
from newsletter.unions.models.union import Union

_IS_DEFAULT = text("is_default")


class SenderIdentity(Identified, Base):
    """The From, and where answers go, of a union's mail."""

    __tablename__ = "sender_identity"
    __table_args__ = (
        UniqueConstraint("union_id", "address"),
        Index(
            "uq_sender_identity_default",
            "union_id",
            unique=True,
            postgresql_where=_IS_DEFAULT,
            sqlite_where=_IS_DEFAULT,
        ),
    )

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    name: Mapped[str]
    address: Mapped[str]
    reply_to: Mapped[str]

    is_default: Mapped[bool]
    """The one used for the union's share of a joint campaign: one per union, and no second."""

    union: Mapped[Union] = relationship()
