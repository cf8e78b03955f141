"""The life of a subscription as one table: every state meets every event, and every pair has an answer."""

from enum import StrEnum, auto


class Standing(StrEnum):
    """Where a person stands with a list."""

    PENDING = auto()
    CONFIRMED = auto()
    UNSUBSCRIBED = auto()


class Step(StrEnum):
    """What a person does, or time."""

    ASK = auto()
    CONFIRM = auto()
    LEAVE = auto()
    EXPIRE = auto()  # what the person does not do: the ground they were mailed on has an end, and it came


_TABLE: dict[tuple[Standing | None, Step], Standing | None] = {
    (None, Step.ASK): Standing.PENDING,
    (None, Step.CONFIRM): None,
    (None, Step.LEAVE): None,
    (None, Step.EXPIRE): None,
    (Standing.PENDING, Step.ASK): Standing.PENDING,
    (Standing.PENDING, Step.CONFIRM): Standing.CONFIRMED,
    (Standing.PENDING, Step.LEAVE): Standing.UNSUBSCRIBED,
    (Standing.PENDING, Step.EXPIRE): Standing.PENDING,
    (Standing.CONFIRMED, Step.ASK): Standing.CONFIRMED,
    (Standing.CONFIRMED, Step.CONFIRM): Standing.CONFIRMED,
    (Standing.CONFIRMED, Step.LEAVE): Standing.UNSUBSCRIBED,
    (Standing.CONFIRMED, Step.EXPIRE): Standing.UNSUBSCRIBED,
    (Standing.UNSUBSCRIBED, Step.ASK): Standing.PENDING,
    (Standing.UNSUBSCRIBED, Step.CONFIRM): Standing.UNSUBSCRIBED,
    (Standing.UNSUBSCRIBED, Step.LEAVE): Standing.UNSUBSCRIBED,
    (Standing.UNSUBSCRIBED, Step.EXPIRE): Standing.UNSUBSCRIBED,
}


def after(standing: Standing | None, step: Step) -> Standing | None:
    """Where the step leads; None stands for no subscription at all. Total."""
    return _TABLE[standing, step]
