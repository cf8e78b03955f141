"""Why somebody in an audience does not get the mail, or not yet."""

from enum import StrEnum, auto


class Reason(StrEnum):
    """One word each; a share held for UNAPPROVED goes out with a late yes."""

    UNAPPROVED = auto()
    FRENCH_MISSING = auto()  # members in Quebec are not mailed without French (PRODUCT.md, rule 4)
    CANCELLED = auto()
    LEFT_LIST = auto()
    LEFT_UNION = auto()
    LEFT_ALLIANCE = auto()
    BOUNCED = auto()
    COMPLAINED = auto()
    STEWARD = auto()


HOLDING = frozenset({Reason.UNAPPROVED, Reason.FRENCH_MISSING, Reason.CANCELLED})
SUPPRESSING = frozenset(Reason) - HOLDING
