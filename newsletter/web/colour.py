"""A union's colour, made readable wherever our pages put it.

A union gives one colour. Upon it goes black or white, whichever reads better; upon
our paper (light or dark) goes the nearest shade of it that still reads.
"""

from dataclasses import dataclass

READABLE = 4.5
"""The contrast WCAG 2.2 AA asks of text."""

PAPER_LIGHT = "#f1ede4"
PAPER_DARK = "#211e19"
"""The worst case among --paper, --sheet and --sunk of tokens.css in each scheme."""

_CHANNELS = (1, 3, 5)
_STEPS = 40


@dataclass(frozen=True)
class Accent:
    """The shades of one union's colour that the pages use."""

    fill: str
    on_fill: str
    ink_light: str
    ink_dark: str


def accent(colour: str) -> Accent:
    """The shades for a colour written as #rrggbb."""
    return Accent(
        fill=colour,
        on_fill=max("#ffffff", "#1c1a16", key=lambda text: contrast(text, colour)),
        ink_light=_towards(colour, "#000000", PAPER_LIGHT),
        ink_dark=_towards(colour, "#ffffff", PAPER_DARK),
    )


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _towards(colour: str, end: str, paper: str) -> str:
    shades = (_mixed(colour, end, step / _STEPS) for step in range(_STEPS + 1))
    return next(shade for shade in shades if contrast(shade, paper) >= READABLE)


def _mixed(colour: str, end: str, share: float) -> str:
    mixed = (round(a + (b - a) * share) for a, b in zip(_channels(colour), _channels(end), strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in _CHANNELS)
