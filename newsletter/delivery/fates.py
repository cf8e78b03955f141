"""What can become of a message, as one table: every state meets every event, and every pair has an answer.

No state says that a message is being sent: that is a matter of its batch, which one worker holds, and of how far that
worker may have come (`Batch.reach`). So a message is written once when it is frozen and once when its fate is known.
"""

from enum import StrEnum, auto


class MessageState(StrEnum):
    """Where a message is. The last five are fates; the first two are on their way to one."""

    QUEUED = auto()
    DEFERRED = auto()
    SENT = auto()
    FAILED = auto()
    SUPPRESSED = auto()
    HELD = auto()
    UNCERTAIN = auto()


FATES = (
    MessageState.SENT,
    MessageState.FAILED,
    MessageState.SUPPRESSED,
    MessageState.HELD,
    MessageState.UNCERTAIN,
)
UNDER_WAY = (MessageState.QUEUED, MessageState.DEFERRED)


class Happening(StrEnum):
    """What can happen to a message."""

    ACCEPTED = auto()
    TRY_LATER = auto()
    REFUSED = auto()
    DOUBT = auto()  # nobody can know whether the relay took it, and it is not to be sent again
    LEFT = auto()  # the person left before it was sent
    WITHHOLD = auto()  # the campaign was cancelled, or the union took its yes back
    RELEASE = auto()  # a late yes, or time for another try


_M, _H = MessageState, Happening
_TABLE: dict[tuple[MessageState, Happening], MessageState] = {
    (_M.QUEUED, _H.TRY_LATER): _M.DEFERRED,
    (_M.QUEUED, _H.REFUSED): _M.FAILED,
    (_M.QUEUED, _H.DOUBT): _M.UNCERTAIN,
    (_M.QUEUED, _H.LEFT): _M.SUPPRESSED,
    (_M.QUEUED, _H.WITHHOLD): _M.HELD,
    (_M.DEFERRED, _H.RELEASE): _M.QUEUED,
    (_M.DEFERRED, _H.REFUSED): _M.FAILED,
    (_M.DEFERRED, _H.DOUBT): _M.UNCERTAIN,
    (_M.DEFERRED, _H.LEFT): _M.SUPPRESSED,
    (_M.DEFERRED, _H.WITHHOLD): _M.HELD,
    (_M.HELD, _H.RELEASE): _M.QUEUED,
    # What the relay accepted is true whoever says it and however late.
    **{(state, _H.ACCEPTED): _M.SENT for state in MessageState},
}


def after(state: MessageState, happening: Happening) -> MessageState:
    """What follows. Whatever the table does not name changes nothing: a late refusal cannot undo a fate."""
    return _TABLE.get((state, happening), state)
