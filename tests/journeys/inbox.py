"""Mails as a member's mail program has them: found in the local inbox, read, their links followed."""

import re
import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from newsletter.inbox.store import Store
from tests.journeys.stage import Stage

PATIENCE_S = 45.0


def mail_to(stage: Stage, address: str, *, containing: str = "") -> EmailMessage:
    """The newest mail to an address that holds these words, as soon as it is there. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        for mail in mails_to(stage, address):
            if containing in text_of(mail):
                return mail
        time.sleep(0.1)
    raise TimeoutError(f"no mail to {address} holds {containing!r}")


def mails_to(stage: Stage, address: str) -> list[EmailMessage]:
    """All mails to an address, the newest first."""
    with Store(stage.inbox_file) as store:
        numbers = [one.id for one in store.page(address).mails if address in one.recipients]
        return [message_from_bytes(store.raw(number), policy=SMTP) for number in numbers]


def text_of(mail: EmailMessage) -> str:
    (part, *_) = (one for one in mail.walk() if one.get_content_type() == "text/plain")
    return str(part.get_content())


def link_in(mail: EmailMessage, path: str) -> str:
    """The link in the text part that leads to this path."""
    found = re.search(rf"https?://[^\s/]+{path}[^\s)]*", text_of(mail))
    assert found, f"{path} is not in the mail"
    return found[0]
