"""What a union's own field may hold."""

from enum import StrEnum, auto


class FieldKind(StrEnum):
    """The type of a custom field's values; it never changes once somebody has one."""

    TEXT = auto()
    NUMBER = auto()
    DATE = auto()
    CHOICE = auto()
    YES_NO = auto()
