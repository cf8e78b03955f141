"""A relay as somebody entered it."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified
from newsletter.mail.smtp import Auth, Notify, Tls
from newsletter.unions.models import Union


class Relay(Identified, Base):
    """An SMTP server a union's mail is handed to; one of the alliance's serves every union that has none."""

    __tablename__ = "relay"
    __table_args__ = (UniqueConstraint("union_id", "name"),)

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    name: Mapped[str]
    host: Mapped[str]
    port: Mapped[int]
    tls: Mapped[Tls]

    auth: Mapped[Auth]
    """How we sign in, where there is a username."""

    username: Mapped[str]

    sealed_secret: Mapped[str | None]
    """Password or access token, sealed by the vault."""

    certificate: Mapped[str]
    """The one we show (PEM); empty for none."""

    sealed_key: Mapped[str | None]
    """The key to it, sealed by the vault."""

    authorities: Mapped[str]
    """Whom to trust instead of the system's authorities (PEM); empty for those."""

    hello: Mapped[str]
    """The name we give ourselves; empty for our address on that connection."""

    notify: Mapped[Notify]
    """Which reports the relay is asked for, where it can be asked."""

    weight: Mapped[int]
    """Its share of the mail beside the union's other relays; 0: only when those fail."""

    position: Mapped[int]
    """Who takes over first when one fails: the lowest."""

    connections: Mapped[int]
    """How many each worker process opens at most."""

    connections_in_all: Mapped[int]
    """How many all processes of all hosts together open at most; 0: no limit but that of each."""

    mails_per_connection: Mapped[int]
    """After so many we connect anew; 0: as many as it takes."""

    command_s: Mapped[int]
    """How long it may take over an answer; after a whole mail it always has ten minutes."""

    idle_s: Mapped[int]
    """After so long without a mail a connection is not used again."""

    signs_dkim: Mapped[bool]
    """It signs mails itself, so that we do not."""

    enabled: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    union: Mapped[Union] = relationship()
