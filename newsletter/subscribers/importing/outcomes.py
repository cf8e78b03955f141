"""What becomes of a row: each has exactly one of these, or was rejected."""

from enum import StrEnum, auto


class Outcome(StrEnum):
    """From the union's side: whether another union knows the person makes no difference."""

    NEW = auto()
    CHANGED = auto()
    SAME = auto()
    GONE = auto()  # they left or were suppressed, and stay so
