"""A union, or the alliance itself."""

from enum import StrEnum, auto
from typing import Optional

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified, Translated


class UnionKind(StrEnum):
    """The alliance is a row of its own, so that every row can belong to a union."""

    ALLIANCE = auto()
    UNION = auto()


class Union(Identified, Base):
    """Who owns people, lists, campaigns and events."""

    __tablename__ = "union"

    slug: Mapped[str] = mapped_column(unique=True)
    """Stands in public addresses such as /join/ue."""

    kind: Mapped[UnionKind]

    parent_id: Mapped[int | None] = mapped_column(ForeignKey("union.id"))
    """The union this one is an affiliate of."""

    short_name: Mapped[str]
    name: Mapped[Translated]

    countries: Mapped[list[str]]
    """ISO 3166-1 codes of where it has members, the first its seat."""

    languages: Mapped[list[str]]
    """What it mails in, its own first."""

    postal_address: Mapped[str]
    """On every mail: CASL reg. 2(1)(d), CAN-SPAM § 7704(a)(5)(A)(iii)."""

    website: Mapped[str]
    contact_email: Mapped[str]

    colour: Mapped[str]
    """The accent, as #rrggbb."""

    logo_url: Mapped[str | None]

    parent: Mapped[Optional["Union"]] = relationship(remote_side="Union.id")
