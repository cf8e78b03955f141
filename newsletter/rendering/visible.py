"""Everything that comes into a rendering, without signs nobody reads: no input can forge a mark."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from newsletter.rendering.cleaning import visible

Anything = TypeVar("Anything")


def only_visible(value: Anything) -> Anything:
    """The same value, every text in it cleaned, however deep."""
    cleaned: Any = value
    if isinstance(value, str) and not isinstance(value, Enum):
        cleaned = visible(value)
    elif isinstance(value, tuple):
        cleaned = tuple(only_visible(entry) for entry in value)
    elif isinstance(value, Mapping):
        cleaned = {key: only_visible(entry) for key, entry in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        cleaned = replace(value, **{entry.name: only_visible(getattr(value, entry.name)) for entry in fields(value)})
    return cleaned  # type: ignore[no-any-return]
