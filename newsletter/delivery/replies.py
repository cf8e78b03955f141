"""A relay's reply as it is kept: what it said, and not whom it was about."""

import re

from newsletter.mail.smtp import without_addresses

LIMIT_CHARACTERS = 500


def as_kept(code: int, text: str, *, about: str = "") -> str:
    """The code, if there was one, and the text without addresses: relays repeat them, and reports quote replies.

    Some relays leave the domain away (`rosa... User unknown`); so `about` is the address the mail was for.
    """
    kept = without_addresses(f"{code or ''} {text}".strip())
    if local := about.partition("@")[0]:
        kept = re.sub(rf"(?<!\w){re.escape(local)}(?!\w)", "…", kept, flags=re.IGNORECASE)
    return kept[:LIMIT_CHARACTERS]
