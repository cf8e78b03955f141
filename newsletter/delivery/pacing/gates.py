"""A gate lets so many mails through in any stretch of time of its length."""

from dataclasses import dataclass

LONGEST_SPACED_S = 60.0
"""Up to here each mail has its own moment. A longer gate counts: a day's mails may go in one hour."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Never more than `count` mails in any `window_s` seconds, wherever these begin."""

    key: str
    count: int
    """0: none of its own; it only slows while its operator asks for that."""

    window_s: float
    operator: str = ""
    """Whose requests to slow down it heeds."""

    @property
    def is_spaced(self) -> bool:
        return self.window_s <= LONGEST_SPACED_S
