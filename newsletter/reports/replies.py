"""What relays said, grouped by what it means to us, because the same answer comes in a thousand spellings.

Relays repeat whom a mail was for, and a report is read by more people than may know that: the alliance reads the
replies to every union's members. So no example names anybody.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Message
from newsletter.mail.smtp import without_addresses
from newsletter.subscribers.models import Subscriber

MOST_SPELLINGS = 2000
"""The most frequent ones; a group's example comes first among them."""


class Meaning(StrEnum):
    """What a reply tells us, and whether it is about the person, their mailbox, our mail or the line."""

    NO_SUCH_ADDRESS = auto()
    MAILBOX_CLOSED = auto()
    MAILBOX_FULL = auto()
    SLOW_DOWN = auto()
    NOT_TRUSTED = auto()
    TOO_BIG = auto()
    LATER = auto()
    NO_ANSWER = auto()
    REFUSED = auto()


@dataclass(frozen=True)
class Said:
    """So many messages got an answer of this meaning."""

    meaning: Meaning
    state: MessageState
    count: int
    example: str
    """In a relay's own words, without the name of whom it was about."""


_BY_CODE: tuple[tuple[re.Pattern[str], Meaning], ...] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"\b5\.1\.(?:[12369]|10)\b", Meaning.NO_SUCH_ADDRESS),
        (r"\b5\.2\.1\b", Meaning.MAILBOX_CLOSED),
        (r"\b[45]\.3\.4\b|\b5\.2\.3\b", Meaning.TOO_BIG),
        (r"\b[45]\.2\.2\b|^[45]52\b", Meaning.MAILBOX_FULL),
        (r"\b4\.7\.\d+\b", Meaning.SLOW_DOWN),
        (r"\b5\.7\.\d+\b", Meaning.NOT_TRUSTED),
        (r"^4\d\d\b", Meaning.LATER),
        (r"^550\b.*(?i:user|mailbox|recipient)", Meaning.NO_SUCH_ADDRESS),
        (r"^5\d\d\b", Meaning.REFUSED),
    )
)
"""Enhanced codes of RFC 3463 first, then the plain ones of RFC 5321."""


def meaning(reply: str) -> Meaning:
    """What one reply means. Total: a text without a code is a line that broke."""
    return next((meant for pattern, meant in _BY_CODE if pattern.search(reply)), Meaning.NO_ANSWER)


def replies(session: Session, *, campaign_id: int, union_ids: Collection[int] | None) -> Sequence[Said]:
    """What relays said to a campaign's messages, the most frequent first."""
    spelled = (
        select(Message.reply, Message.state, func.count().label("count"), func.min(Message.subscriber_id))
        .where(Message.campaign_id == campaign_id, Message.reply.is_not(None))
        .group_by(Message.reply, Message.state)
        .order_by(func.count().desc())
        .limit(MOST_SPELLINGS)
    )
    if union_ids is not None:
        spelled = spelled.where(Message.via_union_id.in_(union_ids))
    groups: dict[tuple[Meaning, MessageState], Said] = {}
    about: dict[tuple[Meaning, MessageState], int] = {}
    for reply, state, count, subscriber_id in session.execute(spelled):
        key = meaning(reply or ""), state
        before = groups.get(key, Said(*key, 0, reply or ""))
        groups[key] = Said(*key, before.count + count, before.example)
        about.setdefault(key, subscriber_id)
    nameless = [
        replace(groups[key], example=_nameless(groups[key].example, session.get_one(Subscriber, subscriber_id).email))
        for key, subscriber_id in about.items()
    ]
    return sorted(nameless, key=lambda said: -said.count)


def _nameless(reply: str, address: str) -> str:
    """Some relays leave the domain away: `rosa... User unknown`."""
    local = re.escape(address.partition("@")[0])
    return re.sub(rf"(?<!\w){local}(?!\w)", "…", without_addresses(reply), flags=re.IGNORECASE)
