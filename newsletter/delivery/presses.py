"""The presses a worker has set up lately, so that the next batch of the same share finds its own standing.

Rendering and encoding a share costs as much as some hundred copies. What a campaign says is fixed when it is
launched; a minute is how long a change of the union's sender or colours may take to show.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newsletter.delivery.personal import Copy
from newsletter.mail.mould import Mould

LIFE = timedelta(minutes=1)
MOST = 32

Share = tuple[int, int, int, str]
"""Campaign and its revision, union and language: what a union said yes to is what goes out."""


@dataclass(frozen=True)
class Press:
    """Everything a batch needs to make its copies."""

    mould: Mould
    copy: Copy


@dataclass
class Presses:
    """One worker process's own; not shared between threads."""

    standing: dict[Share, tuple[datetime, Press]] = field(default_factory=dict)

    def find(self, share: Share, make: Callable[[], Press], *, now: datetime) -> Press:
        """The press of a share, set up anew when there is none or it is too old, or of a time that is yet to come.

        (A clock was set back: mail dated and signed in the future is not trusted.)
        """
        since, made = self.standing.get(share, (None, None))
        if since is not None and made is not None and timedelta() <= now - since < LIFE:
            return made
        if len(self.standing) >= MOST:
            self.standing.clear()
        made = make()
        self.standing[share] = (now, made)
        return made
