"""The life of a campaign as one table: every state meets every event.

A pair that is not in the table is refused, so nothing happens by accident;
tests walk the whole product of both enums.
"""

from enum import StrEnum, auto

from newsletter.errors import NewsletterError


class State(StrEnum):
    """Where a campaign is."""

    DRAFT = auto()
    WAITING = auto()  # launched, inside its grace time
    SENDING = auto()
    PAUSED = auto()
    DONE = auto()
    CANCELLED = auto()


class Event(StrEnum):
    """What can happen to a campaign."""

    LAUNCH = auto()
    TAKE_BACK = auto()
    START = auto()
    PAUSE = auto()
    RESUME = auto()
    RELEASE = auto()  # a late yes after everything else went out
    FINISH = auto()
    CANCEL = auto()


_TABLE: dict[tuple[State, Event], State] = {
    (State.DRAFT, Event.LAUNCH): State.WAITING,
    (State.WAITING, Event.TAKE_BACK): State.DRAFT,
    (State.WAITING, Event.START): State.SENDING,
    (State.SENDING, Event.PAUSE): State.PAUSED,
    (State.SENDING, Event.RELEASE): State.SENDING,
    (State.SENDING, Event.FINISH): State.DONE,
    (State.SENDING, Event.CANCEL): State.CANCELLED,
    (State.PAUSED, Event.RESUME): State.SENDING,
    (State.PAUSED, Event.RELEASE): State.PAUSED,
    (State.PAUSED, Event.CANCEL): State.CANCELLED,
    (State.DONE, Event.RELEASE): State.SENDING,
}


class NotNow(NewsletterError):
    """The campaign is in a state in which this cannot be done."""

    def __init__(self, state: State, event: Event) -> None:
        super().__init__(f"cannot {event} a campaign that is {state}")
        self.state, self.event = state, event


def after(state: State, event: Event) -> State:
    """The state that follows. Raises NotNow where the table has none."""
    try:
        return _TABLE[state, event]
    except KeyError:
        raise NotNow(state, event) from None
