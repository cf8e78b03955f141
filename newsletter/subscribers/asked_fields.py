"""What a sign-up form may ask beside the address, the language and the topics."""

from enum import StrEnum, auto


class AskedField(StrEnum):
    """One question, in the order in which forms ask them."""

    GIVEN_NAME = auto()
    FAMILY_NAME = auto()
    LOCAL = auto()
    COUNTRY = auto()
    REGION = auto()
