"""The life of an export as one table: every state meets every event, and a pair that is not in it is refused."""

from enum import StrEnum, auto

from newsletter.errors import NewsletterError


class ExportState(StrEnum):
    """How far an export is."""

    QUEUED = auto()
    WRITING = auto()
    READY = auto()  # its file waits to be fetched
    GONE = auto()  # its file is deleted: it expired, or somebody did it
    CANCELLED = auto()


class ExportEvent(StrEnum):
    """What happens to it."""

    CLAIM = auto()
    FINISH = auto()
    CANCEL = auto()
    DELETE = auto()
    BEGIN_AGAIN = auto()  # somebody in it was forgotten, or whoever wrote it was asked to end


_TABLE = {
    (ExportState.QUEUED, ExportEvent.CLAIM): ExportState.WRITING,
    (ExportState.QUEUED, ExportEvent.CANCEL): ExportState.CANCELLED,
    (ExportState.QUEUED, ExportEvent.BEGIN_AGAIN): ExportState.QUEUED,
    (ExportState.WRITING, ExportEvent.CLAIM): ExportState.WRITING,  # whoever wrote it is dead
    (ExportState.WRITING, ExportEvent.FINISH): ExportState.READY,
    (ExportState.WRITING, ExportEvent.CANCEL): ExportState.CANCELLED,
    (ExportState.WRITING, ExportEvent.BEGIN_AGAIN): ExportState.QUEUED,
    (ExportState.READY, ExportEvent.DELETE): ExportState.GONE,
}


class ExportNotNow(NewsletterError):
    """The export is in a state in which this cannot be done."""


def after(state: ExportState, event: ExportEvent) -> ExportState:
    """The state that follows. Raises ExportNotNow where the table has none."""
    try:
        return _TABLE[state, event]
    except KeyError:
        raise ExportNotNow(f"cannot {event} an export that is {state}") from None
