"""Envelope senders that say which message came back: `b+<token>@domain` (VERP without a member's address)."""

import re

from newsletter.mail.address import LOCAL_LIMIT

PREFIX = "b+"

_TOKEN = re.compile(r"[a-z2-7]+")
"""Lower-case base32: mail servers on the way may change the case of a local part."""


def envelope_sender(token: str, domain: str) -> str:
    if not _TOKEN.fullmatch(token) or len(PREFIX + token) > LOCAL_LIMIT:
        msg = f"a bounce token is lower-case base32 of at most {LOCAL_LIMIT - len(PREFIX)} signs"
        raise ValueError(msg)
    return f"{PREFIX}{token}@{domain}"


def token_of(recipient: str) -> str | None:
    """The token in an address that a bounce was sent to; None if it is not one of these addresses."""
    local = recipient.partition("@")[0].lower()
    token = local.removeprefix(PREFIX)
    return token if local != token and _TOKEN.fullmatch(token) else None
