"""What the SMTP server was told, and what stands on the outside of a mail."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from typing import Self

_HEADER_LIMIT_BYTES = 64 * 1024
_UNFOLD = re.compile(rb"\r?\n(?=[ \t])")
_LABELS = re.compile(rb"^(subject|from|to|message-id):[ \t]*(.*?)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One mail at the moment it was taken."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Label:
    """The headers a list of mails shows, readable."""

    subject: str = ""
    from_: str = ""
    to: str = ""
    message_id: str = ""

    @classmethod
    def of(cls, raw: bytes) -> Self:
        """Read without parsing the mail, as thousands arrive a minute; the first of each header counts."""
        head = re.split(rb"\r?\n\r?\n", raw[:_HEADER_LIMIT_BYTES], maxsplit=1)[0]
        found: dict[bytes, str] = {}
        for name, value in _LABELS.findall(_UNFOLD.sub(b"", head)):
            found.setdefault(name.lower(), readable(value.decode("utf-8", "replace")))
        names = (b"subject", b"from", b"to", b"message-id")
        return cls(*(found.get(name, "") for name in names))


def readable(value: str) -> str:
    """A header's value with its encoded-words decoded; as it is where they are broken."""
    if "=?" not in value:
        return value
    try:
        return str(make_header(decode_header(value)))
    except (MessageError, LookupError, ValueError):
        return value
