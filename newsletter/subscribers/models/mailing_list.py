"""A list."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified, Translated
from newsletter.unions.models import Union


class MailingList(Identified, Base):
    """Something people subscribe to. A public one is a topic to choose; a private one is filled by its owner."""

    __tablename__ = "list"

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"), index=True)
    """Who owns it: a union or the alliance."""

    slug: Mapped[str] = mapped_column(unique=True)
    """The label in List-Id (RFC 2919): it never changes and names no union."""

    is_public: Mapped[bool]

    name: Mapped[Translated]
    description: Mapped[Translated]

    position: Mapped[int]
    """Order on the sign-up page."""

    union: Mapped[Union] = relationship()
