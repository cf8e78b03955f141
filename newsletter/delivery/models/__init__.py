"""Rows of the ledger."""

from newsletter.delivery.models.batch import Batch, BatchState
from newsletter.delivery.models.message import Message

__all__ = ["Batch", "BatchState", "Message"]
