"""Everything that comes into a rendering, as its reader may see it: no sign nobody reads, and so no forged mark.

French sets a space before some punctuation; nobody types the one that does not break, so it is set here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from newsletter.rendering.cleaning import visible
from newsletter.rendering.language import is_french
from newsletter.rendering.message import RenderInput

Anything = TypeVar("Anything")

_FRENCH_SPACE = re.compile(r"(?<=\S) (?=[?!;:»])|(?<=«) ")


def as_read(mail: RenderInput) -> RenderInput:
    """The same mail, every text in it cleaned."""
    if is_french(mail.language):
        return each_text(mail, lambda text: _FRENCH_SPACE.sub("\u00a0", visible(text)))
    return each_text(mail, visible)


def each_text(value: Anything, change: Callable[[str], str]) -> Anything:
    """The same value with every text in it changed, however deep."""
    changed: Any = value
    if isinstance(value, str) and not isinstance(value, Enum):
        changed = change(value)
    elif isinstance(value, tuple):
        changed = tuple(each_text(entry, change) for entry in value)
    elif isinstance(value, Mapping):
        changed = {key: each_text(entry, change) for key, entry in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        texts = {entry.name: each_text(getattr(value, entry.name), change) for entry in fields(value)}
        changed = replace(value, **texts)
    return changed  # type: ignore[no-any-return]
