"""How many mails a worker may have in hand that the database does not know of one by one.

Should the whole host be lost, with its disk, these are in doubt. So it is what goes out in a second.
"""

from dataclasses import dataclass

WINDOW_S = 1.0
LEAST, MOST = 20, 2000
FIRST = 200

SPAN_S = 0.2
"""What is seen in less says little: outcomes come in handfuls."""


@dataclass
class Window:
    """One worker process's, from one batch to the next."""

    size: int = FIRST
    _mails: int = 0
    _seconds: float = 0.0

    def learn(self, mails: int, *, seconds: float) -> None:
        """So many went out in so long. It may double at once, and shrinks as fast as it has to."""
        self._mails += mails
        self._seconds += seconds
        if self._seconds >= SPAN_S:
            fitting = int(self._mails / self._seconds * WINDOW_S)
            self.size = max(LEAST, min(MOST, 2 * self.size, fitting))
            self._mails, self._seconds = 0, 0.0
