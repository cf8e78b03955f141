"""What goes into a rendering and what comes out: plain values, no database, no web."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from newsletter.rendering.blocks import Block
from newsletter.rendering.event import EventCard
from newsletter.rendering.identity import UnionIdentity


class MailKind(StrEnum):
    """Every mail we send is a folder in templates/emails/ of this name."""

    UPDATE = "update"
    INVITATION = "invitation"
    CONFIRMATION = "confirmation"
    WELCOME = "welcome"
    ALREADY_SUBSCRIBED = "already_subscribed"
    ADDRESS_CHANGE = "address_change"
    ADDRESS_CHANGED = "address_changed"


BEFORE_CONSENT = (MailKind.CONFIRMATION, MailKind.ADDRESS_CHANGE, MailKind.ADDRESS_CHANGED)
"""Mails to an address that gets nothing else of us: there is nothing to leave."""


@dataclass(frozen=True)
class RenderInput:
    """All that a mail says, but for what is personal: that is a mark in what comes out.

    Of service mails kind, language, identity and topic_name are enough; their words are ours.
    """

    kind: MailKind
    language: str
    identity: UnionIdentity
    subject: str = ""
    preheader: str = ""
    blocks: tuple[Block, ...] = ()
    topic_name: str = ""
    event: EventCard | None = None
    """What the mail is about or invites to."""
    events: Mapping[int, EventCard] = field(default_factory=dict)
    """Further events that its blocks name, by their number."""


@dataclass(frozen=True)
class RenderedMessage:
    """One mail for everybody of one union and language."""

    subject: str
    html: str
    text: str
