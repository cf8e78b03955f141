"""Rows of the ledger."""

from newsletter.delivery.models.attempt import Attempt
from newsletter.delivery.models.batch import Batch, BatchState
from newsletter.delivery.models.destination import Destination
from newsletter.delivery.models.kept_line import KeptLine
from newsletter.delivery.models.kept_reply import KeptReply
from newsletter.delivery.models.limit import Limit
from newsletter.delivery.models.mail_domain import MailDomain
from newsletter.delivery.models.message import Message
from newsletter.delivery.models.warm_up import WarmUp

__all__ = [
    "Attempt",
    "Batch",
    "BatchState",
    "Destination",
    "KeptLine",
    "KeptReply",
    "Limit",
    "MailDomain",
    "Message",
    "WarmUp",
]
