"""What a form for a block is made of; the forms themselves stand in `catalogue`."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from newsletter.rendering.blocks.kinds import Block


class FieldType(StrEnum):
    TEXT = "text"
    PARAGRAPH = "paragraph"
    """Text of a few sentences, without formatting."""
    RICHTEXT = "richtext"
    URL = "url"
    IMAGE = "image"
    EVENT = "event"
    EVENTS = "events"
    CHOICE = "choice"
    YES_NO = "yes_no"
    ITEMS = "items"
    """A list of small forms, described by `items`."""
    BLOCKS = "blocks"
    """Blocks that fit a column."""


LONGEST = {
    FieldType.TEXT: 300,
    FieldType.PARAGRAPH: 2_000,
    FieldType.RICHTEXT: 40_000,
    FieldType.URL: 2_000,
    FieldType.IMAGE: 2_000,
}
"""Signs a value may have before cleaning."""


@dataclass(frozen=True)
class Choice:
    value: int | str
    label: str


@dataclass(frozen=True)
class FormField:
    """One value of a block. Labels are English sentences for gettext."""

    name: str
    type: FieldType
    label: str
    required: bool = False
    personal: bool = False
    """Whether `{{given_name}}` and its like may stand in it."""
    choices: tuple[Choice, ...] = ()
    default: int | str = ""
    items: tuple["FormField", ...] = ()
    item: Callable[..., object] = dict
    """What one of the items becomes."""
    most: int = 0
    """How many items, events or blocks there may be."""


@dataclass(frozen=True)
class BlockKind:
    name: str
    label: str
    block: Callable[..., Block]
    fields: tuple[FormField, ...] = ()
    wide: bool = False
    """Needs the whole width: does not fit a column."""
