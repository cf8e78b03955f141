"""An event."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified, Translated
from newsletter.unions.models import Union


class Event(Identified, Base):
    """Something people come to, online, in a place, or both."""

    __tablename__ = "event"

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"), index=True)
    """Who holds it."""

    title: Mapped[Translated]
    description: Mapped[Translated]

    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    time_zone: Mapped[str]
    """IANA name; the zone the organisers think in."""

    other_zones: Mapped[list[str]]
    """Where else people will join from; a mail gives the hour there, too."""

    place: Mapped[str | None]
    online_url: Mapped[str | None]

    speakers: Mapped[list[dict[str, Any]]]
    """Each with `name`, `union` and `part` (by language), in speaking order."""

    interpretation: Mapped[list[str]]
    """Languages it is interpreted into."""

    is_public: Mapped[bool]
    """Whether anybody may see it, or only who was invited."""

    sequence: Mapped[int] = mapped_column(default=0)
    """Counts changes of time or place (RFC 5546 § 2.1.4), so that calendars follow."""

    union: Mapped[Union] = relationship()

    @property
    def uid(self) -> str:
        """The name calendars know it by; it never changes."""
        return f"event-{self.id}"
