"""A union's colour, made readable wherever our pages put it."""

from dataclasses import dataclass

from newsletter.rendering.colour import ink_on, legible

PAPER_BY_DAY = "#f1ede4"
PAPER_BY_NIGHT = "#211e19"
"""The worst case among --paper, --sheet and --sunk of tokens.css by day and by night."""


@dataclass(frozen=True)
class Accent:
    """The shades of one union's colour that the pages use."""

    fill: str
    on_fill: str
    ink_by_day: str
    ink_by_night: str


def accent(colour: str) -> Accent:
    """The shades for a colour written as #rrggbb."""
    return Accent(
        fill=colour,
        on_fill=ink_on(colour),
        ink_by_day=legible(colour, PAPER_BY_DAY),
        ink_by_night=legible(colour, PAPER_BY_NIGHT),
    )
