"""Header fields as DKIM sees them: which are signed, and in what form."""

from collections.abc import Iterable

SIGNED = (
    "From",
    "To",
    "Subject",
    "Date",
    "Reply-To",
    "Message-ID",
    "Cc",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "List-Help",
    "List-Subscribe",
    "List-Owner",
    "List-Archive",
    "List-Post",
    "Feedback-ID",
)
"""Each is named once more often than it stands in the mail, so that nobody on the way can add one and keep the
signature (RFC 6376 § 8.15): a bought mailbox cannot replay our mail to others under a subject of its own.
RFC 8058 § 4 wants both headers of one-click leaving among them."""

_BY_LOWER_CASE = {name.lower() for name in SIGNED}


def is_signed(name: str) -> bool:
    """Whether a signature speaks for this header."""
    return name.lower() in _BY_LOWER_CASE


def named(present: Iterable[str]) -> list[str]:
    """What `h=` says of a mail that has these headers, in this order."""
    return [*(name for name in present if is_signed(name)), *SIGNED]


def relaxed(line: bytes) -> bytes:
    """A header with its line end, folded or not, as `relaxed` has it (RFC 6376 § 3.4.2)."""
    name, _, value = line.partition(b":")
    return name.rstrip().lower() + b":" + b" ".join(value.split()) + b"\r\n"
