"""A key that a domain's mail is signed with."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified
from newsletter.domains.phases import Phase, phase
from newsletter.domains.records import Finding
from newsletter.mail.dkim import Algorithm

if TYPE_CHECKING:
    from newsletter.domains.models.sending_domain import SendingDomain


class DkimKey(Identified, Base):
    """One of the two keys that were made together, and the times of its life."""

    __tablename__ = "dkim_key"
    __table_args__ = (UniqueConstraint("domain_id", "selector"),)

    domain_id: Mapped[int] = mapped_column(ForeignKey("sending_domain.id"), index=True)

    selector: Mapped[str]
    """Tells receivers which key; never used twice under one name."""

    algorithm: Mapped[Algorithm]

    sealed: Mapped[str | None]
    """The private key, sealed by the vault; empty once nobody needs it."""

    record: Mapped[str]
    """What DNS has to say: the public key."""

    made_at: Mapped[datetime]

    active_from: Mapped[datetime | None]
    """Since when mail is signed with it; empty: DNS has yet to show it."""

    active_until: Mapped[datetime | None]
    """When a newer key took its place. Mail under way still needs its record."""

    retired_at: Mapped[datetime | None]
    """From when on its record may leave DNS."""

    found: Mapped[Finding | None]
    """What DNS said of it at the domain's last check."""

    domain: Mapped["SendingDomain"] = relationship(back_populates="keys")

    @property
    def phase(self) -> Phase:
        """Where it is in its life."""
        return phase(active_from=self.active_from, active_until=self.active_until, retired_at=self.retired_at)

    @property
    def host(self) -> str:
        """The name under which DNS keeps its record."""
        return f"{self.selector}._domainkey.{self.domain.name}"
