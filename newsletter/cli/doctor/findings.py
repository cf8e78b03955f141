"""What an examination says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that is needed, in a sentence."""

    is_well: bool
    sentence: str


def well(sentence: str) -> Finding:
    """It is there."""
    return Finding(is_well=True, sentence=sentence)


def ill(sentence: str) -> Finding:
    """It is not; the sentence says what to do."""
    return Finding(is_well=False, sentence=sentence)
