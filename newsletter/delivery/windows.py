"""How many mails a worker may have in hand that the database does not know of one by one.

Should the whole host be lost, with its disk, these are in doubt. So it is what goes out in a second.
"""

from dataclasses import dataclass

WINDOW_S = 1.0
LEAST, MOST = 20, 2000
FIRST = 100


@dataclass
class Window:
    """One worker process's, from one batch to the next."""

    size: int = FIRST

    def learn(self, mails: int, *, seconds: float) -> None:
        """So many went out in so long. It may double at once, and shrinks as fast as it has to."""
        if seconds > 0:
            self.size = max(LEAST, min(MOST, 2 * self.size, int(mails / seconds * WINDOW_S)))
