"""One mail through one relay, to see whether it arrives."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, make_msgid

from newsletter.mail.route import Route
from newsletter.mail.smtp import Envelope, Outcome, Timeouts, send_one
from newsletter.translations import N_, catalog
from newsletter.unions.models import SenderIdentity

IMPATIENT = Timeouts(connect_s=5, command_s=8, content_s=8, accepted_s=20)
"""For somebody who looks at a page meanwhile; the mail itself can wait, and be doubled."""

_SUBJECT = N_("A test from Newsletter")
_TEXT = N_(
    "The relay “%(relay)s” took this mail, and here it is.\n"
    "Look at its headers to see whether SPF, DKIM and DMARC passed.\n"
)


def send_trial(
    route: Route,
    *,
    sender: SenderIdentity,
    recipient: str,
    bounce_domain: str,
    mail_domain: str,
    language: str,
    timeouts: Timeouts,
    now: datetime,
) -> Outcome[int]:
    """What the relay said when it took it. Raises Throttled, InDoubt, TransientError or PermanentError."""
    words = catalog(language).gettext
    message = EmailMessage(policy=SMTP if recipient.isascii() else SMTPUTF8)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = recipient
    message["Subject"] = words(_SUBJECT)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=mail_domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words(_TEXT) % {"relay": route.name}, cte="quoted-printable")
    envelope = Envelope(sender=f"postmaster@{bounce_domain}", recipient=recipient, body=message.as_bytes(), key=0)
    return send_one(route.relay, envelope, timeouts)
