"""A letter as everybody of a batch gets it, with marks where their copies differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from newsletter.mail.address import Mailbox
from newsletter.mail.calendar import Calendar
from newsletter.mail.marks import mark

RECIPIENT = "recipient"
"""The mark for the address a copy goes to. Every cast needs its value."""

MESSAGE_ID = "message_id"
"""The mark for `something@domain`, without angle brackets. Every cast needs its value: Gmail has a quota
for mails that share one, and folds copies by it, so a retry keeps it."""

LEAVE_NOW_URL = "leave_now_url"
"""The mark for the https address that takes the one-click POST of RFC 8058."""


@dataclass(frozen=True, slots=True)
class ListHeaders:
    """What makes a mail one of a mailing list. A letter without them is a service mail to one person."""

    name: str
    """The list's name for people; may be in the letter's language."""

    id: str
    """`label.domain`: never changes, and says nothing of a union, since mail providers log it (RFC 2919)."""

    help_url: str
    owner: str
    """The address that reaches a person responsible for the list."""

    feedback_id: str = ""
    """`a:b:c:SenderId` for Gmail's complaint figures; the same for all copies."""

    leave_now_url: str = mark(LEAVE_NOW_URL)
    leave_address: str = ""
    """A second way to leave, by mail; may hold a mark."""

    subscribe_url: str = ""
    archive_url: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    from_: Mailbox
    subject: str
    text: str
    html: str
    reply_to: Mailbox | None = None
    to_name: str = ""
    """The name beside the recipient's address; usually a mark."""

    list_headers: ListHeaders | None = None
    calendar: Calendar | None = None
    extra_headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Written raw (ASCII); may hold marks. Names the letter writes itself are refused."""
