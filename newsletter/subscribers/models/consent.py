"""Evidence of consent, which is only ever added to."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified


class ConsentAction(StrEnum):
    """What happened to a consent."""

    ASKED = auto()
    CONFIRMED = auto()
    WITHDRAWN = auto()
    EXPIRED = auto()  # an implied consent came to its end
    MERGED = auto()  # the list became part of another one


class Basis(StrEnum):
    """On which ground somebody is mailed."""

    EXPRESS = auto()
    MEMBERSHIP = auto()
    IMPORTED = auto()


class ConsentWording(Identified, Base):
    """The words somebody agreed to, in one language. A changed word is a new version; an old one stays."""

    __tablename__ = "consent_wording"
    __table_args__ = (UniqueConstraint("version", "language"),)

    version: Mapped[int]
    language: Mapped[str]
    text: Mapped[str]


class ConsentRecord(Identified, Base):
    """Who agreed to what, in which words, where and when. Triggers refuse UPDATE, DELETE and TRUNCATE."""

    __tablename__ = "consent_record"
    __table_args__ = (Index(None, "subscriber_id", "at"),)

    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id"))
    list_id: Mapped[int] = mapped_column(ForeignKey("list.id"))
    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    """Through which union it was asked for."""

    action: Mapped[ConsentAction]
    basis: Mapped[Basis]

    wording_id: Mapped[int | None] = mapped_column(ForeignKey("consent_wording.id"))
    """The words shown; none are shown to somebody who leaves."""

    source: Mapped[str]
    """The page, mail or file it came from, such as `/join/ue`."""

    connection_hash: Mapped[str | None]
    """Stands for the network address; the address itself is not kept."""

    at: Mapped[datetime]

    wording: Mapped[ConsentWording | None] = relationship()
