"""How far a leaving reaches."""

from enum import StrEnum, auto


class Scope(StrEnum):
    """What somebody leaves, or may not be mailed for."""

    LIST = auto()
    UNION = auto()
    ALLIANCE = auto()
