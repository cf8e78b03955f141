"""What can go wrong between us and a relay: the class says what to do next, the cause where a person has to look."""

from enum import StrEnum, auto


class Cause(StrEnum):
    """What a refusal or a failure is about."""

    NO_SUCH_HOST = auto()
    NOT_LISTENING = auto()
    OUT_OF_REACH = auto()
    NO_SMTP = auto()
    """Something answers there, but not as a relay does."""

    TURNED_AWAY = auto()
    NO_STARTTLS = auto()
    NO_ENCRYPTION = auto()
    UNTRUSTED = auto()
    """Its certificate."""

    BAD_CERTIFICATE = auto()
    """One of ours, or one we are to trust."""

    NO_SIGN_IN = auto()
    SIGN_IN_REFUSED = auto()
    BUSY = auto()
    SENDER = auto()
    RECIPIENT = auto()
    MAIL = auto()
    MISFIT = auto()
    """We did not offer it a mail that it had said it would not take."""

    SILENCE = auto()
    """It may have taken the mail, and did not say so."""

    BROKEN_OFF = auto()


class SmtpError(Exception):
    """A relay did not take what it was given."""

    def __init__(self, text: str, code: int = 0, cause: Cause = Cause.BROKEN_OFF) -> None:
        super().__init__(text)
        self.code = code
        """The relay's reply code; 0 if it never answered."""

        self.cause = cause


class TransientError(SmtpError):
    """Try again later: the relay is busy, away, or lost the connection."""


class Throttled(TransientError):
    """The relay asks for fewer or slower mails: wait, then go on with less."""


class InDoubt(TransientError):
    """The whole message was written and no answer came; it may have been taken."""


class PermanentError(SmtpError):
    """Trying again in the same way cannot help."""
