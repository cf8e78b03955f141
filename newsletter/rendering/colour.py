"""A union's colour as one can read it: on it, beside it, by day and by night (WCAG 2.2, 1.4.3).

Unions choose one colour; every other one in a mail is derived from it here, so that no choice makes a mail
illegible.
"""

import re
from collections.abc import Iterable
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from functools import lru_cache

LEAST_CONTRAST = 4.5
BLACK, WHITE = "#000000", "#ffffff"
DAY, NIGHT, NIGHT_CARD = "#ffffff", "#1d2125", "#282d32"
"""The grounds that text stands on, in a light and in a dark mail."""
NEUTRAL = "#3a4048"

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_STEPS = 24
_TOLD_APART = 1.8


@dataclass(frozen=True)
class Palette:
    """The colours of one union's mails."""

    accent: str
    on_accent: str
    link: str
    """The accent, darkened as far as white paper needs."""
    night_link: str
    """The accent, lightened as far as a dark ground needs."""
    night_button: str
    """The accent itself wherever one can tell it from the night's ground."""
    on_night_button: str
    tint: str
    """A breath of the accent, for a card's ground by day."""


@lru_cache(maxsize=256)
def palette(colour: str) -> Palette:
    """The palette of a union's colour; of a quiet grey where it is no colour."""
    accent = colour.lower() if is_colour(colour) else NEUTRAL
    night_link = legible(accent, NIGHT_CARD)
    night_button = accent if contrast(accent, NIGHT_CARD) >= _TOLD_APART else night_link
    return Palette(
        accent=accent,
        on_accent=ink_on(accent),
        link=legible(accent, mixed(accent, DAY, 0.06)),
        night_link=night_link,
        night_button=night_button,
        on_night_button=ink_on(night_button),
        tint=mixed(accent, DAY, 0.06),
    )


def is_colour(text: str) -> bool:
    """Whether it is written as #rrggbb."""
    return bool(_COLOUR.fullmatch(text.lower()))


def ink_on(ground: str) -> str:
    """Black or white, whichever is easier to read there; one of them always reaches 4.5:1."""
    return max(WHITE, BLACK, key=lambda ink: contrast(ink, ground))


def legible(colour: str, ground: str) -> str:
    """The colour, made darker or lighter in its own hue, no further than a text on this ground needs."""
    ink = ink_on(ground)
    hue, lightness, saturation = rgb_to_hls(*_channels(colour))
    end = float(ink == WHITE)
    steps = (lightness + (end - lightness) * step / _STEPS for step in range(_STEPS + 1))
    shades = (_written(hls_to_rgb(hue, step, saturation)) for step in steps)
    return next((shade for shade in shades if contrast(shade, ground) >= LEAST_CONTRAST), ink)


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """The colour between two, with so much of the first."""
    return _written(
        first * share + second * (1 - share) for first, second in zip(_channels(one), _channels(other), strict=True)
    )


def _channels(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _written(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
