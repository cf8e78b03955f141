"""A relay's reply as it is kept: what it means, and not whom it was about."""

from newsletter.mail.smtp import without_addresses

LIMIT_CHARACTERS = 500


def as_kept(code: int, text: str) -> str:
    """The code, if there was one, and the text without addresses: relays repeat them, and reports quote replies."""
    return without_addresses(f"{code or ''} {text}".strip())[:LIMIT_CHARACTERS]
