"""What can become of a message, as one table: every state meets every event, and every pair has an answer."""

from enum import StrEnum, auto


class MessageState(StrEnum):
    """Where a message is. The last five are fates; the first three are on their way to one."""

    QUEUED = auto()
    SENDING = auto()
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
UNDER_WAY = (MessageState.QUEUED, MessageState.SENDING, MessageState.DEFERRED)


class Happening(StrEnum):
    """What can happen to a message."""

    CLAIM = auto()
    ACCEPTED = auto()
    TRY_LATER = auto()
    REFUSED = auto()
    NOT_TRIED = auto()  # the connection ended before its turn
    DOUBT = auto()  # nobody can know whether the relay took it
    LEFT = auto()  # the person left before it was sent
    WITHHOLD = auto()  # the campaign was cancelled, or the union took its yes back
    RELEASE = auto()  # a late yes, or time for another try


_M, _H = MessageState, Happening
_TABLE: dict[tuple[MessageState, Happening], MessageState] = {
    (_M.QUEUED, _H.CLAIM): _M.SENDING,
    (_M.QUEUED, _H.LEFT): _M.SUPPRESSED,
    (_M.QUEUED, _H.WITHHOLD): _M.HELD,
    (_M.SENDING, _H.ACCEPTED): _M.SENT,
    (_M.SENDING, _H.TRY_LATER): _M.DEFERRED,
    (_M.SENDING, _H.REFUSED): _M.FAILED,
    (_M.SENDING, _H.NOT_TRIED): _M.QUEUED,
    (_M.SENDING, _H.DOUBT): _M.UNCERTAIN,
    (_M.SENDING, _H.LEFT): _M.SUPPRESSED,
    (_M.DEFERRED, _H.RELEASE): _M.QUEUED,
    (_M.DEFERRED, _H.REFUSED): _M.FAILED,
    (_M.DEFERRED, _H.LEFT): _M.SUPPRESSED,
    (_M.DEFERRED, _H.WITHHOLD): _M.HELD,
    (_M.HELD, _H.RELEASE): _M.QUEUED,
    (_M.UNCERTAIN, _H.RELEASE): _M.QUEUED,
}


def after(state: MessageState, happening: Happening) -> MessageState:
    """What follows. Whatever the table does not name changes nothing: a late reply cannot undo a fate."""
    return _TABLE.get((state, happening), state)
