"""What states, roles and answers are called on the pages, and the tone in which they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from newsletter.accounts.models import Role
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Approval, CampaignKind
from newsletter.campaigns.side_by_side import Condition
from newsletter.delivery.fates import MessageState
from newsletter.delivery.meanings import Meaning
from newsletter.events.models import Answer
from newsletter.subscribers.models import Basis, ConsentAction, MemberRole, Standing
from newsletter.translations import N_


@dataclass(frozen=True)
class Word:
    """A word or two, and its tone: "" (resting), info (moving), good, warn, bad."""

    text: str
    tone: str = ""
    about: str = ""
    """What it is said of, where other languages say it differently of something else."""


def said_of(about: str, text: str, tone: str = "") -> Word:
    """A word that agrees with what it is said of: a campaign is envoyée, a message envoyé."""
    return Word(text, tone, about)


STATES = {
    State.DRAFT: Word(N_("Draft")),
    State.WAITING: Word(N_("About to go out"), "info"),
    State.SENDING: Word(N_("Going out"), "info"),
    State.PAUSED: said_of("campaign", "Paused", "warn"),
    State.DONE: said_of("campaign", "Sent", "good"),
    State.CANCELLED: said_of("campaign", "Cancelled", "bad"),
}

KINDS = {
    CampaignKind.UPDATE: Word(N_("Update")),
    CampaignKind.INVITATION: Word(N_("Invitation")),
}

CONDITIONS = {
    Condition.CURRENT: Word(N_("Translated"), "good"),
    Condition.OUTDATED: Word(N_("Older than its source"), "warn"),
    Condition.UNTRANSLATED: Word(N_("Not translated yet"), "warn"),
    Condition.MISSING: Word(N_("Missing"), "bad"),
    Condition.EXTRA: Word(N_("Only in this language"), "info"),
}

FATES = {
    MessageState.QUEUED: Word(N_("Waiting its turn"), "info"),
    MessageState.DEFERRED: Word(N_("Will be tried again"), "warn"),
    MessageState.SENT: said_of("message", "Sent", "good"),
    MessageState.FAILED: Word(N_("Refused"), "bad"),
    MessageState.SUPPRESSED: Word(N_("Not mailed")),
    MessageState.HELD: Word(N_("Held"), "warn"),
    MessageState.UNCERTAIN: Word(N_("Uncertain"), "warn"),
}

MEANINGS = {
    Meaning.NO_SUCH_ADDRESS: Word(N_("There is no such address"), "bad"),
    Meaning.MAILBOX_CLOSED: Word(N_("The mailbox is closed"), "bad"),
    Meaning.MAILBOX_FULL: Word(N_("The mailbox is full"), "warn"),
    Meaning.GREYLISTED: Word(N_("The provider does not know us yet and asks us to come back"), "info"),
    Meaning.SLOW_DOWN: Word(N_("The provider asks us to send more slowly"), "warn"),
    Meaning.NOT_TRUSTED: Word(N_("The provider does not trust our mail"), "bad"),
    Meaning.NOT_ALLOWED: Word(N_("We may not send through this relay, or not under this sender"), "bad"),
    Meaning.TOO_BIG: Word(N_("The mail is too big"), "bad"),
    Meaning.BADLY_MADE: Word(N_("The relay says that our mail is badly made"), "bad"),
    Meaning.LATER: Word(N_("The relay asks us to come back later"), "warn"),
    Meaning.NO_ANSWER: Word(N_("The connection broke"), "warn"),
    Meaning.EXPIRED: Word(N_("The time it had ran out, so it was not tried any more"), "bad"),
    Meaning.REFUSED: Word(N_("The relay refused it"), "bad"),
}

ANSWERS = {
    Answer.YES: Word(N_("Yes"), "good"),
    Answer.MAYBE: Word(N_("Maybe"), "info"),
    Answer.NO: Word(N_("No")),
}

STANDINGS = {
    Standing.PENDING: Word(N_("Not confirmed yet"), "warn"),
    Standing.CONFIRMED: Word(N_("Subscribed"), "good"),
    Standing.UNSUBSCRIBED: Word(N_("Left")),
}

CONSENTS = {
    ConsentAction.ASKED: Word(N_("Asked for it")),
    ConsentAction.CONFIRMED: Word(N_("Confirmed it"), "good"),
    ConsentAction.WITHDRAWN: Word(N_("Withdrew it")),
    ConsentAction.EXPIRED: Word(N_("It came to its end"), "warn"),
    ConsentAction.MERGED: Word(N_("The list was merged into another")),
}

BASES = {
    Basis.EXPRESS: Word(N_("Their own word")),
    Basis.MEMBERSHIP: Word(N_("Membership")),
    Basis.IMPORTED: Word(N_("Imported")),
}

MEMBER_ROLES = {
    MemberRole.LEADER: Word(N_("Leader")),
    MemberRole.ORGANIZER: said_of("role of a member", "Organizer"),
    MemberRole.EDUCATOR: Word(N_("Educator")),
    MemberRole.MEMBER: Word(N_("Member")),
    MemberRole.FRIEND: Word(N_("Friend")),
}

ROLES = {
    Role.VIEWER: Word(N_("Viewer")),
    Role.EDITOR: Word(N_("Editor")),
    Role.APPROVER: Word(N_("Approver")),
    Role.STEWARD: Word(N_("Steward")),
    Role.OWNER: Word(N_("Owner")),
}

_TABLES: tuple[Mapping[Any, Word], ...] = (
    STATES,
    KINDS,
    CONDITIONS,
    FATES,
    MEANINGS,
    ANSWERS,
    STANDINGS,
    CONSENTS,
    BASES,
    MEMBER_ROLES,
    ROLES,
)
_BY_TYPE = {type(next(iter(table))): table for table in _TABLES}
"""By type first: members of two enums may be the same string."""


def word(of: StrEnum) -> Word:
    """What a member of one of our enums is called."""
    return _BY_TYPE[type(of)][of]


def approval_word(approval: Approval) -> Word:
    """How far a union's yes is."""
    if approval.counts:
        return Word(N_("Yes"), "good")
    if approval.granted is False and not approval.waits:
        return Word(N_("No"), "bad")
    if approval.revision != approval.campaign.revision:
        return Word(N_("Taken back by an edit"), "warn")
    return Word(N_("Asked"), "info")
