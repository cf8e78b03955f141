"""How much mail may go by a relay, to a mail operator, or for a union."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Base, Identified
from newsletter.delivery.pacing.limits import LimitOn


class Limit(Identified, Base):
    """What somebody set; all of them hold at once. A line that is empty limits nothing."""

    __tablename__ = "limit"
    __table_args__ = (UniqueConstraint("subject", "name"),)

    subject: Mapped[LimitOn]
    name: Mapped[str]
    """A relay's number (0: the installation's), an operator's name, or a union's number."""

    per_second: Mapped[int | None]
    per_hour: Mapped[int | None]
    per_day: Mapped[int | None]

    because: Mapped[str] = mapped_column(default="")
    """Why, in the words of whoever set it."""
