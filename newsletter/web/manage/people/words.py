"""How far a suppression reaches and why it stands, and what the mails are called that a person's own acts ask for."""

from collections.abc import Mapping

from flask_babel import gettext

from newsletter.subscribers.finding import Who
from newsletter.subscribers.models import (
    MailingList,
    NoticeKind,
    NoticeState,
    Scope,
    Suppression,
    SuppressionReason,
)
from newsletter.translations import N_
from newsletter.unions.models import Union
from newsletter.web.languages import in_language
from newsletter.web.manage.words import Word

WHYS = {
    SuppressionReason.LEFT: N_("They left"),
    SuppressionReason.BOUNCED: N_("Their address returns mail"),
    SuppressionReason.COMPLAINED: N_("They called our mail spam"),
    SuppressionReason.STEWARD: N_("A steward took them off"),
}

NOTICES = {
    NoticeKind.CONFIRMATION: N_("Please confirm"),
    NoticeKind.ALREADY_SUBSCRIBED: N_("You are subscribed already"),
    NoticeKind.WELCOME: N_("Welcome"),
    NoticeKind.ADDRESS_CHANGE: N_("Is this your new address?"),
    NoticeKind.ADDRESS_CHANGED: N_("Your address was changed"),
}

WHO = {
    Who.EVERYBODY: N_("Members and former members"),
    Who.MEMBERS: N_("Members"),
    Who.FORMER: N_("Former members"),
}

NOTICE_STATES = {
    NoticeState.QUEUED: Word(N_("Waiting its turn"), "info"),
    NoticeState.SENDING: Word(N_("Being sent"), "info"),
    NoticeState.SENT: Word(N_("Sent"), "good"),
    NoticeState.FAILED: Word(N_("Refused"), "bad"),
}


def why(reason: SuppressionReason) -> str:
    """As the beginning of a line."""
    return str(gettext(WHYS[reason]))


def reach(suppression: Suppression, union: Union, lists: Mapping[int, MailingList]) -> str:
    """Which mail it keeps from the address."""
    match suppression.scope:
        case Scope.LIST:
            known = lists.get(suppression.list_id)
            return in_language(known.name) if known else str(gettext("A list kept by others"))
        case Scope.UNION:
            return all_mail_of(union)
        case Scope.ALLIANCE:
            return str(gettext("All mail of the alliance"))


def reach_in_general(scope: Scope, union: Union) -> str:
    """The same for many addresses at once."""
    match scope:
        case Scope.LIST:
            return str(gettext("One list"))
        case Scope.UNION:
            return all_mail_of(union)
        case Scope.ALLIANCE:
            return str(gettext("All mail of the alliance"))


def all_mail_of(union: Union) -> str:
    """Everything that goes out in its name."""
    return str(gettext("All mail of %(union)s", union=union.short_name))
