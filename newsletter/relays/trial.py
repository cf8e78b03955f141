"""One mail through one relay, to see whether it arrives."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, make_msgid

from newsletter.mail.route import Route
from newsletter.mail.smtp import Envelope, SmtpError, Timeouts, without_addresses
from newsletter.translations import N_, catalog
from newsletter.unions.models import SenderIdentity

IMPATIENT = Timeouts(connect_s=5, command_s=8, content_s=8, accepted_s=20)
"""For somebody who looks at a page meanwhile: a trial may be doubled."""

_SUBJECT = N_("A test from Newsletter")
_TEXT = N_(
    "The relay “%(relay)s” took this mail, and here it is.\n"
    "Look at its headers to see whether SPF, DKIM and DMARC passed.\n"
)


def write_trial(
    route: Route,
    *,
    sender: SenderIdentity,
    recipient: str,
    bounce_domain: str,
    mail_domain: str,
    language: str,
    now: datetime,
) -> Envelope[int]:
    """A mail that says which relay took it."""
    words = catalog(language).gettext
    message = EmailMessage(policy=SMTP if recipient.isascii() else SMTPUTF8)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = recipient
    message["Subject"] = words(_SUBJECT)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=mail_domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words(_TEXT) % {"relay": route.name}, cte="quoted-printable")
    return Envelope(sender=f"postmaster@{bounce_domain}", recipient=recipient, body=message.as_bytes(), key=0)


def failure(problem: SmtpError) -> str:
    """What the relay said, on one line and without addresses, for beside the advice."""
    return " ".join(without_addresses(str(problem)).split())
