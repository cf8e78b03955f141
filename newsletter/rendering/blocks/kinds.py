"""The blocks a mail is composed of, as they are after parsing: clean text, working links, nothing else.

The text of a block may hold personal fields (`{{given_name}}`); they become marks when a mail is rendered.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar


class Level(IntEnum):
    """How far down the outline a heading stands."""

    TITLE = 1
    SECTION = 2
    SMALL = 3


@dataclass(frozen=True)
class Heading:
    kind: ClassVar = "heading"
    text: str
    level: Level = Level.SECTION


@dataclass(frozen=True)
class Text:
    kind: ClassVar = "text"
    html: str


@dataclass(frozen=True)
class Image:
    kind: ClassVar = "image"
    url: str
    alt: str = ""
    decorative: bool = False
    """Says nothing a reader would miss; only then may it go without a description."""
    caption: str = ""
    link: str = ""


@dataclass(frozen=True)
class Button:
    kind: ClassVar = "button"
    label: str
    url: str


@dataclass(frozen=True)
class Story:
    """A picture, a title, a few sentences and where to read on."""

    kind: ClassVar = "story"
    title: str
    html: str = ""
    image: str = ""
    alt: str = ""
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Quote:
    """A worker's words."""

    kind: ClassVar = "quote"
    text: str
    name: str = ""
    union: str = ""
    local: str = ""


@dataclass(frozen=True)
class Event:
    kind: ClassVar = "event_card"
    event: int | None = None
    """None: the event that the campaign itself is about."""


@dataclass(frozen=True)
class EventList:
    kind: ClassVar = "event_list"
    events: tuple[int, ...]
    title: str = ""


@dataclass(frozen=True)
class Figure:
    value: str
    label: str


@dataclass(frozen=True)
class Numbers:
    """A few figures that tell how far we have come."""

    kind: ClassVar = "numbers"
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Divider:
    kind: ClassVar = "divider"


@dataclass(frozen=True)
class Logo:
    image: str
    name: str
    url: str = ""


@dataclass(frozen=True)
class Logos:
    """The unions that stand behind this."""

    kind: ClassVar = "logos"
    logos: tuple[Logo, ...]


@dataclass(frozen=True)
class TwoColumns:
    kind: ClassVar = "two_columns"
    left: tuple["Block", ...]
    right: tuple["Block", ...]
    """Columns hold no columns, and nothing that needs the whole width."""


Block = Heading | Text | Image | Button | Story | Quote | Event | EventList | Numbers | Divider | Logos | TwoColumns
