"""Rows of the ledger."""

from newsletter.delivery.models.attempt import Attempt
from newsletter.delivery.models.batch import Batch, BatchState
from newsletter.delivery.models.limit import Limit
from newsletter.delivery.models.message import Message

__all__ = ["Attempt", "Batch", "BatchState", "Limit", "Message"]
