"""A domain a union mails from."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified
from newsletter.domains.models.dkim_key import DkimKey
from newsletter.domains.phases import Phase, Standing, standing
from newsletter.domains.records import Finding
from newsletter.unions.models import Union


class SendingDomain(Identified, Base):
    """What stands behind the @ of a union's senders. Two unions may share one; each signs with keys of its own."""

    __tablename__ = "sending_domain"
    __table_args__ = (UniqueConstraint("union_id", "name"),)

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))

    name: Mapped[str]
    """In lower case and ASCII (`xn--`), as it stands in an address."""

    checked_at: Mapped[datetime | None]
    """When DNS was asked last; empty: never."""

    spf: Mapped[Finding | None]
    dmarc: Mapped[Finding | None]

    union: Mapped[Union] = relationship()
    keys: Mapped[list[DkimKey]] = relationship(
        back_populates="domain", order_by=DkimKey.id, cascade="all, delete-orphan"
    )

    def keys_in(self, *phases: Phase) -> list[DkimKey]:
        """Its keys in one of these phases, the oldest first."""
        return [key for key in self.keys if key.phase in phases]

    @property
    def standing(self) -> Standing:
        """How it is with it, as far as the last check knows."""
        return standing([(key.phase, key.found) for key in self.keys])

    @property
    def in_want(self) -> bool:
        """Whether something is missing from its DNS, or wrong there. Of silence nobody can know."""
        return self.standing is not Standing.ACTIVE or any(one and one.is_wrong for one in (self.spf, self.dmarc))
