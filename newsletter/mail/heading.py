"""Which header lines a letter has, in which order."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from newsletter.mail.headers import (
    BadHeader,
    address_line,
    clean_token,
    date_line,
    mailbox_line,
    phrase_line,
    raw_line,
    text_line,
)
from newsletter.mail.letter import MESSAGE_ID, RECIPIENT, Letter, ListHeaders
from newsletter.mail.marks import fill, mark, split
from newsletter.mail.template import Piece, Values, header

_LIST_ID = re.compile(r"(?=.{3,255}$)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+")
_FEEDBACK_ID = re.compile(r"([^:\s]*:){0,3}[^:\s]{5,15}")
_OWN = re.compile(
    r"from|to|cc|bcc|sender|reply-to|subject|date|message-id|feedback-id|precedence|auto-submitted"
    r"|x-auto-response-suppress|mime-version|return-path|received|dkim-signature|(list|content|resent)-.*",
    re.IGNORECASE,
)


Line = tuple[str, Piece]
"""A header's name and its whole line."""


def heading(letter: Letter, date: datetime) -> Iterator[Line]:
    yield "From", mailbox_line("From", letter.from_)
    yield "To", _to(letter.to_name)
    if letter.reply_to:
        yield "Reply-To", mailbox_line("Reply-To", letter.reply_to)
    yield "Subject", header(letter.subject, partial(text_line, "Subject"))
    yield "Date", date_line(date)
    yield _raw("Message-ID", f"<{mark(MESSAGE_ID)}>")
    yield from _list_lines(letter.list_headers) if letter.list_headers else _service_lines()
    yield _raw("X-Auto-Response-Suppress", "OOF, AutoReply")
    for name, value in letter.extra_headers.items():
        if _OWN.fullmatch(name):
            raise BadHeader(name, "is written by the letter itself")
        yield _raw(name, value)
    yield _raw("MIME-Version", "1.0")


def _to(name: str) -> Piece:
    parts = split(name)

    def line(values: Values) -> bytes:
        return address_line("To", fill(parts, values), values[RECIPIENT])

    return line


def _list_lines(headers: ListHeaders) -> Iterator[Line]:
    if not _LIST_ID.fullmatch(headers.id):
        raise BadHeader("List-Id", "needs an id such as label.domain")
    yield "List-Id", phrase_line("List-Id", headers.name, headers.id)
    leave = f"<{headers.leave_now_url}>"
    if headers.leave_address:
        leave += f", <mailto:{headers.leave_address}>"
    yield _raw("List-Unsubscribe", leave)
    yield _raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    yield _link("List-Help", headers.help_url)
    if headers.subscribe_url:
        yield _link("List-Subscribe", headers.subscribe_url)
    if headers.archive_url:
        yield _link("List-Archive", headers.archive_url)
    yield _link("List-Owner", f"mailto:{headers.owner}")
    yield _raw("List-Post", "NO")
    if headers.feedback_id:
        yield _feedback_id(headers.feedback_id)
    yield _raw("Precedence", "bulk")


def _service_lines() -> Iterator[Line]:
    yield _raw("Auto-Submitted", "auto-generated")


def _feedback_id(value: str) -> Line:
    if not _FEEDBACK_ID.fullmatch(value):
        raise BadHeader("Feedback-ID", "needs up to three ids and a sender id of 5 to 15 signs, with colons between")
    return _raw("Feedback-ID", value)


def _link(name: str, url: str) -> Line:
    return name, raw_line(name, f"<{clean_token(name, url)}>")


def _raw(name: str, value: str) -> Line:
    return name, header(value, partial(raw_line, name), partial(clean_token, name))
