"""Rows of the subscribers slice."""

from newsletter.subscribers.models.consent import Basis, ConsentAction, ConsentRecord, ConsentWording
from newsletter.subscribers.models.mailing_list import MailingList
from newsletter.subscribers.models.membership import Membership
from newsletter.subscribers.models.notice import Notice, NoticeKind, NoticeState
from newsletter.subscribers.models.roster_import import RosterImport
from newsletter.subscribers.models.subscriber import Subscriber
from newsletter.subscribers.models.subscription import Subscription
from newsletter.subscribers.models.suppression import Suppression, SuppressionReason
from newsletter.subscribers.roles import MemberRole
from newsletter.subscribers.scope import Scope
from newsletter.subscribers.standing import Standing

__all__ = [
    "Basis",
    "ConsentAction",
    "ConsentRecord",
    "ConsentWording",
    "MailingList",
    "MemberRole",
    "Membership",
    "Notice",
    "NoticeKind",
    "NoticeState",
    "RosterImport",
    "Scope",
    "Standing",
    "Subscriber",
    "Subscription",
    "Suppression",
    "SuppressionReason",
]
