"""What people are in their union."""

from enum import StrEnum, auto


class MemberRole(StrEnum):
    """What a person is in their union."""

    LEADER = auto()
    ORGANIZER = auto()
    EDUCATOR = auto()
    MEMBER = auto()
    FRIEND = auto()
