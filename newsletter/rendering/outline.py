"""The headings of a mail as a screen reader lists them: exactly one of the first level."""

from collections.abc import Iterable, Iterator

from newsletter.rendering.blocks.kinds import Block, Event, Heading, Level, TwoColumns
from newsletter.rendering.event import EventCard
from newsletter.rendering.message import MailKind, RenderInput

COMPOSED = (MailKind.UPDATE, MailKind.INVITATION)
"""The others are our own words, each with its title."""


class Outline:
    """Gives out the first level once, in the order in which a mail is written."""

    def __init__(self) -> None:
        self._is_titled = False

    def level(self, wanted: int) -> int:
        """What a heading gets; who comes late with a title gets a section."""
        level = Level.SECTION if wanted == Level.TITLE and self._is_titled else wanted
        self._is_titled = self._is_titled or wanted == Level.TITLE
        return int(level)


def has_title(mail: RenderInput) -> bool:
    """Whether something in a mail is its title; else the masthead is."""
    if mail.kind not in COMPOSED:
        return True
    invites = mail.kind is MailKind.INVITATION and mail.event is not None
    return (invites and Event() not in mail.blocks) or any(_is_title(block, mail) for block in _flat(mail.blocks))


def event_of(block: Event, mail: RenderInput) -> EventCard | None:
    """The event that a card shows, if there is one."""
    return mail.event if block.event is None else mail.events.get(block.event)


def _is_title(block: Block, mail: RenderInput) -> bool:
    match block:
        case Heading(level=Level.TITLE):
            return True
        case Event():
            event = event_of(block, mail)
            return mail.kind is MailKind.INVITATION and event is not None and event == mail.event
    return False


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, TwoColumns):
            yield from _flat((*block.left, *block.right))
        else:
            yield block
