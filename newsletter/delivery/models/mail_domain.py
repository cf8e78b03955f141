"""Who takes a domain's mail."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Base


class MailDomain(Base):
    """What DNS said of a domain at which we have many people. Forgotten when nobody has asked for long."""

    __tablename__ = "mail_domain"

    domain: Mapped[str] = mapped_column(primary_key=True)

    operator: Mapped[str]
    """One of `pacing.operators`, or the domain itself."""

    asked_at: Mapped[datetime | None]
    """When DNS answered last; empty: it never did, and the operator is what the domain's name says."""

    due_at: Mapped[datetime]
    """When it is asked again."""
