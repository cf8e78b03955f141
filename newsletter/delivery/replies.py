"""A relay's reply as it is kept: what it means, and not whom it was about."""

import re

LIMIT_CHARACTERS = 500

_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"]+@[^\s<>()\[\]:;,\"]+")


def as_kept(code: int, text: str) -> str:
    """The code, if there was one, and the text without addresses: relays repeat them, and reports quote replies."""
    said = f"{code or ''} {text}".strip()
    return _ADDRESS.sub("…", said)[:LIMIT_CHARACTERS]
