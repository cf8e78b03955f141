"""Rows of the subscribers slice."""

from newsletter.subscribers.asked_fields import AskedField
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.models.consent import Basis, ConsentAction, ConsentRecord, ConsentWording
from newsletter.subscribers.models.custom_field import CustomField
from newsletter.subscribers.models.field_value import FieldValue, Value
from newsletter.subscribers.models.list_merge import ListMerge
from newsletter.subscribers.models.list_size import EVERYBODY, ListSize
from newsletter.subscribers.models.mailing_list import MailedBy, MailingList
from newsletter.subscribers.models.membership import Membership
from newsletter.subscribers.models.notice import Notice, NoticeKind, NoticeState
from newsletter.subscribers.models.paper_card import CardOutcome, PaperCard
from newsletter.subscribers.models.roster_import import RosterImport
from newsletter.subscribers.models.sign_up_form import SignUpForm
from newsletter.subscribers.models.subscriber import Subscriber
from newsletter.subscribers.models.subscription import Subscription
from newsletter.subscribers.models.suppression import Suppression, SuppressionReason
from newsletter.subscribers.roles import MemberRole
from newsletter.subscribers.scope import Scope
from newsletter.subscribers.standing import Standing

__all__ = [
    "EVERYBODY",
    "AskedField",
    "Basis",
    "CardOutcome",
    "ConsentAction",
    "ConsentRecord",
    "ConsentWording",
    "CustomField",
    "FieldKind",
    "FieldValue",
    "ListMerge",
    "ListSize",
    "MailedBy",
    "MailingList",
    "MemberRole",
    "Membership",
    "Notice",
    "NoticeKind",
    "NoticeState",
    "PaperCard",
    "RosterImport",
    "Scope",
    "SignUpForm",
    "Standing",
    "Subscriber",
    "Subscription",
    "Suppression",
    "SuppressionReason",
    "Value",
]
