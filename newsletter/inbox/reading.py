"""A mail opened: its headers, its text and HTML, and whatever hangs on it. Total: also for broken mails."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from newsletter.inbox.envelopes import readable
from newsletter.inbox.invitation import Invitation

_CALENDAR = ("text/calendar", "application/ics")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is neither the text nor the HTML of the mail."""

    number: int
    name: str
    content_type: str
    content: bytes
    invitation: Invitation | None

    @property
    def size_bytes(self) -> int:
        return len(self.content)


@dataclass(frozen=True, slots=True)
class OpenedMail:
    headers: tuple[tuple[str, str], ...]
    """As they came, unfolded but not decoded: here one checks what is really sent."""

    text: str | None
    html: str | None
    attachments: tuple[Attachment, ...]

    def attachment(self, number: int) -> Attachment | None:
        return next((part for part in self.attachments if part.number == number), None)


def opened(raw: bytes) -> OpenedMail:
    mail = message_from_bytes(raw)
    parts = list(_leaves(mail))
    text = _first(parts, "text/plain")
    html = _first(parts, "text/html")
    others = [part for part in parts if part is not text and part is not html]
    return OpenedMail(
        headers=tuple((name, _unfolded(value)) for name, value in mail.raw_items()),
        text=_text(text) if text else None,
        html=_text(html) if html else None,
        attachments=tuple(_attachment(number, part) for number, part in enumerate(others, 1)),
    )


def _leaves(mail: Message) -> Iterator[Message]:
    return (part for part in mail.walk() if not part.is_multipart())


def _first(parts: list[Message], content_type: str) -> Message | None:
    matching = (part for part in parts if part.get_content_type() == content_type)
    return next((part for part in matching if part.get_content_disposition() != "attachment"), None)


def _attachment(number: int, part: Message) -> Attachment:
    content_type = part.get_content_type()
    content = _content(part)
    return Attachment(
        number=number,
        name=readable(part.get_filename() or ""),
        content_type=content_type,
        content=content,
        invitation=Invitation.read(content) if content_type in _CALENDAR else None,
    )


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: Message) -> str:
    charset = part.get_content_charset() or "utf-8"
    try:
        return _content(part).decode(charset, "replace")
    except (LookupError, ValueError):
        return _content(part).decode("utf-8", "replace")


def _unfolded(value: object) -> str:
    return str(value).replace("\r", "").replace("\n", "").encode("utf-8", "replace").decode()
