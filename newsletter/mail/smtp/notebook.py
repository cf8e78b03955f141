"""Where it is noted what is on the wire, so that it can be known after a crash."""

from typing import Generic, Protocol

from newsletter.mail.smtp.envelope import Key, Outcome


class Notebook(Protocol[Key]):
    """Written by the thread that sends."""

    def handing(self, key: Key) -> None:
        """The last byte of this mail is about to be written. Raises OSError where that cannot be noted."""

    def heard(self, outcome: Outcome[Key]) -> None:
        """What became of it. Never raises."""


class Unwritten(Generic[Key]):
    """For mails whose fate nobody will look up."""

    def handing(self, key: Key) -> None:
        """Nothing."""

    def heard(self, outcome: Outcome[Key]) -> None:
        """Nothing."""
