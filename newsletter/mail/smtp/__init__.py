"""Handing mail to a relay by SMTP: many mails on one pipelined connection, each with one known outcome."""

from newsletter.mail.smtp.connection import Connection
from newsletter.mail.smtp.envelope import BadEnvelope, Envelope, Kind, Outcome
from newsletter.mail.smtp.errors import Cause, InDoubt, PermanentError, SmtpError, Throttled, TransientError
from newsletter.mail.smtp.notebook import Notebook, Unwritten
from newsletter.mail.smtp.relay import Auth, BadRelay, Notify, Relay, Tls
from newsletter.mail.smtp.reply import Step, without_addresses
from newsletter.mail.smtp.single import send_one
from newsletter.mail.smtp.wire import Timeouts

__all__ = [
    "Auth",
    "BadEnvelope",
    "BadRelay",
    "Cause",
    "Connection",
    "Envelope",
    "InDoubt",
    "Kind",
    "Notebook",
    "Notify",
    "Outcome",
    "PermanentError",
    "Relay",
    "SmtpError",
    "Step",
    "Throttled",
    "Timeouts",
    "Tls",
    "TransientError",
    "Unwritten",
    "send_one",
    "without_addresses",
]
