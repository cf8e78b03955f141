"""Whether a connection may be open: a relay may allow all processes together only so many."""

from typing import Protocol


class Seats(Protocol):
    """Those of one pool; its threads ask."""

    @property
    def keeps_open(self) -> bool:
        """Whether connections may stay open when there is no mail for them."""

    def begin(self, want: int) -> None:
        """So many connections would be of use."""

    def take(self) -> bool:
        """Whether one more may be opened; `give_back` has to follow."""

    def must_leave(self) -> bool:
        """Whether this one has to be closed before its next mail."""

    def give_back(self) -> None:
        """One was closed."""

    def look_after(self) -> None:
        """Called several times a second."""

    def end(self) -> None:
        """No more is sent for now."""


class FreeSeats:
    """Of a relay that does not count."""

    keeps_open = True

    def begin(self, want: int) -> None:
        pass

    def take(self) -> bool:
        return True

    def must_leave(self) -> bool:
        return False

    def give_back(self) -> None:
        pass

    def look_after(self) -> None:
        pass

    def end(self) -> None:
        pass
