"""`newsletter send-test`: one mail through the relay, to see that it arrives."""

import argparse
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from newsletter.cli.commands import Commands, Refused, address, transaction
from newsletter.mail.smtp import Envelope, Relay, send_one
from newsletter.settings import Settings, load_settings
from newsletter.unions import queries as unions
from newsletter.unions.models import SenderIdentity


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("send-test", help="send one mail through the relay")
    parser.add_argument("to", metavar="ADDRESS")
    parser.add_argument("--union", metavar="NAME", help="whose sender to use; the alliance's if none is named")
    parser.set_defaults(run=_send_test)


def _send_test(asked: argparse.Namespace) -> None:
    settings = load_settings()
    relay, recipient = Relay.parse(settings.smtp_url), address(asked.to)
    with transaction(settings) as session:
        union = unions.by_slug(session, asked.union) if asked.union else next(iter(unions.everyone(session)), None)
        if union is None:
            raise Refused("there is no such union; `newsletter seed` plants an alliance and its unions")
        message = _message(unions.default_sender(session, union.id), recipient, settings)
    sender = f"postmaster@{settings.bounce_domain}"
    outcome = send_one(relay, Envelope(sender=sender, recipient=recipient, body=message.as_bytes(), key=0))
    print(f"{relay} took the mail to {recipient}: {outcome.code} {outcome.text}")


def _message(sender: SenderIdentity, recipient: str, settings: Settings) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{sender.name} <{sender.address}>"
    message["To"] = recipient
    message["Subject"] = "A test from Newsletter"
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=settings.mail_domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        f"The relay that {settings.base_url} sends through took this mail, and here it is.\n"
        "Look at its headers to see whether SPF, DKIM and DMARC passed.\n"
    )
    return message
