"""The stylesheets, each put together from its parts once and named by its content.

A member on a slow line asks for one small file, and asks for it once: the name
changes with the content, so it may be kept forever.
"""

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache
from hashlib import sha256
from importlib.resources import files


class Sheet(StrEnum):
    """Which pages a stylesheet is for."""

    PUBLIC = auto()
    MANAGE = auto()
    POSTER = auto()


@dataclass(frozen=True)
class Stylesheet:
    """A whole stylesheet and the fingerprint that stands in its address."""

    text: str
    fingerprint: str


_SHARED = ("tokens", "base", "edges", "buttons", "forms", "notices")
_PARTS = {
    Sheet.PUBLIC: (*_SHARED, "public"),
    Sheet.POSTER: ("tokens", "poster"),
    Sheet.MANAGE: (*_SHARED, "menu", "ways", "cards", "figures", "tables", "compose", "writing", "people", "manage"),
}


@cache
def stylesheet(sheet: Sheet) -> Stylesheet:
    """One sheet, put together and squeezed."""
    folder = files(__package__) / "static" / "css"
    text = "\n".join(_squeezed((folder / f"{part}.css").read_text("utf-8")) for part in _PARTS[sheet])
    return Stylesheet(text, sha256(text.encode()).hexdigest()[:12])


def _squeezed(css: str) -> str:
    """Without comments and indentation; nothing cleverer, so that nothing can change its meaning."""
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return "\n".join(line.strip() for line in without_comments.splitlines() if line.strip())
