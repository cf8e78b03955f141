"""One mail on a connection of its own: for confirmations, welcomes and test mails."""

from newsletter.mail.smtp.connection import Connection
from newsletter.mail.smtp.envelope import Envelope, Key, Outcome
from newsletter.mail.smtp.relay import Relay
from newsletter.mail.smtp.wire import Timeouts


def send_one(relay: Relay, envelope: Envelope[Key], timeouts: Timeouts | None = None) -> Outcome[Key]:
    """The outcome of an accepted mail.

    Raises Throttled, InDoubt, TransientError or PermanentError for any other.
    """
    with Connection(relay, timeouts) as connection:
        (outcome,) = connection.send_many([envelope])
    if error := outcome.error():
        raise error
    return outcome
