"""A local of a union."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified
from newsletter.unions.models.union import Union


class Local(Identified, Base):
    """A branch by place or employer, with the number its members know it by."""

    __tablename__ = "local"
    __table_args__ = (UniqueConstraint("union_id", "number"),)

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    number: Mapped[str]
    name: Mapped[str]

    country: Mapped[str]
    """ISO 3166-1."""

    region: Mapped[str]
    """ISO 3166-2, such as CA-QC."""

    union: Mapped[Union] = relationship()
