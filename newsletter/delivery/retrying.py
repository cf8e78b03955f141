"""When a message that was put off is tried again, and when no more."""

from datetime import datetime, timedelta

_WAITS_MIN = (1, 5, 15, 30, 60, 120, 240, 480)
"""Minutes after each attempt; greylisting passes in the second, a full relay in the fourth."""


def next_try(attempts: int, now: datetime) -> datetime | None:
    """The time of the next attempt, or None when there have been enough."""
    if attempts > len(_WAITS_MIN):
        return None
    return now + timedelta(minutes=_WAITS_MIN[max(attempts, 1) - 1])
