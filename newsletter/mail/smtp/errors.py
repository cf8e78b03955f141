"""What can go wrong between us and a relay, by what to do next."""


class SmtpError(Exception):
    """A relay did not take what it was given."""

    def __init__(self, text: str, code: int = 0) -> None:
        super().__init__(text)
        self.code = code
        """The relay's reply code; 0 if it never answered."""


class TransientError(SmtpError):
    """Try again later: the relay is busy, away, or lost the connection."""


class Throttled(TransientError):
    """The relay asks for fewer or slower mails: wait, then go on with less."""


class InDoubt(TransientError):
    """The whole message was written and no answer came; it may have been taken."""


class PermanentError(SmtpError):
    """Trying again in the same way cannot help."""
