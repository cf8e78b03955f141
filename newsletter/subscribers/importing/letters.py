"""Names as rosters write them, compared without case, accents, spaces and punctuation."""

from newsletter.subscribers.models.membership import plain_letters


def bare(name: str) -> str:
    """Letters and digits alone: `Prénom(s)` and `PRENOMS` are the same."""
    return "".join(sign for sign in plain_letters(name) if sign.isalnum())
