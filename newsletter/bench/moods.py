"""How a relay can misbehave, and what it does at each step of a dialogue in each mood."""

from enum import StrEnum, auto
from random import Random


class Mood(StrEnum):
    """What a relay is like for a while."""

    WELL = auto()
    AWAY = auto()  # nobody listens, and open connections break
    REFUSING = auto()  # it accepts a connection and closes it
    BUSY = auto()  # 421 at any point
    GREYLISTING = auto()  # 451 to some recipients
    SLOW = auto()  # it answers late
    BABBLING = auto()  # its answer is no SMTP
    HANGING_UP = auto()  # it closes behind the final dot, the mail taken or not


class Step(StrEnum):
    """Where in the dialogue an answer is due."""

    CONNECT = auto()
    COMMAND = auto()
    RECIPIENT = auto()
    CONTENT = auto()


class Deed(StrEnum):
    """What it then does."""

    ANSWER = auto()
    CLOSE = auto()  # without a word
    GOODBYE = auto()  # 421, and the connection closed
    PUT_OFF = auto()
    WAIT = auto()
    BABBLE = auto()


MISBEHAVES = 0.1
"""How often a relay in a mood shows it."""

_SHOWN = {
    (Mood.BUSY, Step.COMMAND): Deed.GOODBYE,
    (Mood.BUSY, Step.RECIPIENT): Deed.GOODBYE,
    (Mood.BUSY, Step.CONTENT): Deed.GOODBYE,
    (Mood.GREYLISTING, Step.RECIPIENT): Deed.PUT_OFF,
    (Mood.SLOW, Step.COMMAND): Deed.WAIT,
    (Mood.SLOW, Step.CONTENT): Deed.WAIT,
    (Mood.BABBLING, Step.COMMAND): Deed.BABBLE,
    (Mood.BABBLING, Step.CONTENT): Deed.BABBLE,
    (Mood.HANGING_UP, Step.CONTENT): Deed.CLOSE,
}

_AT_ONCE = {Mood.AWAY, Mood.REFUSING}


def deed(mood: Mood, step: Step, chance: Random) -> Deed:
    """What a relay in this mood does now."""
    if step is Step.CONNECT:
        return Deed.CLOSE if mood in _AT_ONCE else Deed.ANSWER
    if chance.random() >= MISBEHAVES:
        return Deed.ANSWER
    return _SHOWN.get((mood, step), Deed.ANSWER)


def keeps(what: Deed, chance: Random) -> bool:
    """Whether a mail handed over whole is kept. A relay that says 421 does not; one that falls silent may."""
    if what in {Deed.CLOSE, Deed.BABBLE}:
        return chance.random() < 0.5  # noqa: PLR2004 (nobody can know)
    return what is not Deed.GOODBYE
