"""Which replies ask for less mail, of the operator they are about and not of one mailbox."""

import re

from newsletter.delivery.meanings import Meaning, meaning
from newsletter.mail.smtp import Kind, Outcome, Step

_IN_WORDS = re.compile(r"\[TSS\d+\]|\b(?:RP-00\d|S7\d\d)\b|4\.7\.28")
"""Yahoo's and Microsoft's own codes, where the enhanced one is missing or stands further back."""


def asks_for_less(outcome: Outcome[int]) -> bool:
    """Whether an operator slows us down: 4.7.x after it was named (greylisting is about one mailbox)."""
    if outcome.kind is not Kind.DEFERRED or outcome.step is Step.MAIL:
        return False
    told = outcome.status.startswith("4.7.") or _IN_WORDS.search(outcome.text) is not None
    return told and meaning(outcome.code, outcome.text) is not Meaning.GREYLISTED
