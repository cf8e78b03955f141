"""What people do: ask, confirm, choose, leave."""

from newsletter.subscribers.services.choosing import choose
from newsletter.subscribers.services.confirming import (
    ConfirmationTooOld,
    Confirmed,
    NothingToConfirm,
    confirm,
)
from newsletter.subscribers.services.leaving import leave
from newsletter.subscribers.services.subscribing import subscribe

__all__ = [
    "ConfirmationTooOld",
    "Confirmed",
    "NothingToConfirm",
    "choose",
    "confirm",
    "leave",
    "subscribe",
]
