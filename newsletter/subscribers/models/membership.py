"""A person in a union."""

from enum import StrEnum, auto
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified
from newsletter.unions.models import Local, Union

if TYPE_CHECKING:
    from newsletter.subscribers.models.subscriber import Subscriber


class MemberRole(StrEnum):
    """What a person is in their union."""

    LEADER = auto()
    ORGANIZER = auto()
    EDUCATOR = auto()
    MEMBER = auto()
    FRIEND = auto()


class Membership(Identified, Base):
    """What one union knows about a person; no other union sees it.

    Somebody without a union has one in the alliance, as a friend.
    """

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("subscriber_id", "union_id"),
        Index(None, "union_id", "subscriber_id"),
    )

    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id"))
    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    local_id: Mapped[int | None] = mapped_column(ForeignKey("local.id"))

    role: Mapped[MemberRole]

    given_name: Mapped[str]
    """Empty when unknown; a mail then says `friend`."""

    family_name: Mapped[str]

    subscriber: Mapped["Subscriber"] = relationship(back_populates="memberships")
    union: Mapped[Union] = relationship()
    local: Mapped[Local | None] = relationship()
