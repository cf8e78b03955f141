"""A campaign."""

from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models.approval import Approval
from newsletter.campaigns.models.variant import Variant
from newsletter.db import Base, Identified
from newsletter.events.models import Event
from newsletter.subscribers.models import MailingList
from newsletter.unions.models import Union


class CampaignKind(StrEnum):
    """Which sort of mail it is."""

    UPDATE = auto()
    INVITATION = auto()


class InDoubt(StrEnum):
    """What to do with a mail of which nobody can know whether the relay took it."""

    AGAIN = auto()  # under the same Message-ID, by which mailboxes fold a second copy
    LEAVE = auto()  # it is then shown as uncertain


class Halt(StrEnum):
    """Why a campaign was stopped although nobody asked for it: what relays refuse."""

    NOT_TRUSTED = auto()
    NOT_ALLOWED = auto()
    TOO_BIG = auto()
    BADLY_MADE = auto()
    TURNED_AWAY = auto()
    REFUSED = auto()  # one address after the other


class Campaign(Identified, Base):
    """One mail to many people, in several languages, through several unions."""

    __tablename__ = "campaign"

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"), index=True)
    """Who writes and sends it: a union, or the alliance for a joint one."""

    kind: Mapped[CampaignKind]
    title: Mapped[str]
    """For staff; readers see the variants' subjects."""

    list_id: Mapped[int] = mapped_column(ForeignKey("list.id"))
    """Its topic: what List-Id names and what one click leaves."""

    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    """What an invitation invites to."""

    audience: Mapped[dict[str, Any]]
    """Whom it is for, as `audiences.rule` writes it."""

    languages: Mapped[list[str]]
    """Its languages; the first is the source, and their order is the fallback for people who read none of them."""

    revision: Mapped[int] = mapped_column(default=1)
    """Counts edits of anything a member would see. An approval names the revision it saw."""

    in_doubt: Mapped[InDoubt] = mapped_column(default=InDoubt.AGAIN)
    """Missing a member is worse than a copy too many, so again is the default."""

    state: Mapped[State] = mapped_column(default=State.DRAFT)

    strain: Mapped[int] = mapped_column(default=0)
    """How much relays refuse, when they refuse; see `delivery.breaker`."""

    halt: Mapped[Halt | None]
    """Why it was paused by itself; empty again when somebody lets it go on."""

    halt_reply: Mapped[str | None]
    """What a relay said to that, without addresses."""

    starts_at: Mapped[datetime | None] = mapped_column(index=True)
    """When it begins to go out: the end of the grace time, or the time it is scheduled for."""

    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    union: Mapped[Union] = relationship()
    topic: Mapped[MailingList] = relationship()
    event: Mapped[Event | None] = relationship()
    variants: Mapped[list[Variant]] = relationship(cascade="all, delete-orphan", order_by=Variant.id)
    approvals: Mapped[list[Approval]] = relationship(
        back_populates="campaign", cascade="all, delete-orphan", order_by=Approval.id
    )

    def variant(self, language: str) -> Variant | None:
        """Its words in one language."""
        return next((one for one in self.variants if one.language == language), None)

    @property
    def source(self) -> Variant:
        """The variant the others are translated from."""
        return next(one for one in self.variants if one.language == self.languages[0])
