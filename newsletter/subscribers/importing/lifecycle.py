"""The life of an import as one table: every state meets every event, and a pair that is not in it is refused."""

from enum import StrEnum, auto

from newsletter.errors import NewsletterError


class ImportState(StrEnum):
    """How far an import is."""

    READY = auto()
    RUNNING = auto()
    CANCELLED = auto()  # what was taken in stays; it can go on from there
    DONE = auto()


class ImportEvent(StrEnum):
    """What happens to it."""

    START = auto()
    CANCEL = auto()
    FINISH = auto()


_TABLE = {
    (ImportState.READY, ImportEvent.START): ImportState.RUNNING,
    (ImportState.READY, ImportEvent.CANCEL): ImportState.CANCELLED,
    (ImportState.RUNNING, ImportEvent.START): ImportState.RUNNING,  # whoever ran it may be dead
    (ImportState.RUNNING, ImportEvent.CANCEL): ImportState.CANCELLED,
    (ImportState.RUNNING, ImportEvent.FINISH): ImportState.DONE,
    (ImportState.CANCELLED, ImportEvent.START): ImportState.RUNNING,
}


class ImportNotNow(NewsletterError):
    """The import is in a state in which this cannot be done."""


def after(state: ImportState, event: ImportEvent) -> ImportState:
    """The state that follows. Raises ImportNotNow where the table has none."""
    try:
        return _TABLE[state, event]
    except KeyError:
        raise ImportNotNow(f"cannot {event} an import that is {state}") from None
