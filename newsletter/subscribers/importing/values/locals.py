"""A local by the number its members know it by, however a roster writes it."""

import re

from newsletter.subscribers.importing.letters import bare

_WORDS = re.compile(
    r"^(?:local|loc|l|lu|section|sectionlocale|sec|sl|seccion|seccionlocal|seccional|lodge|chapter|branch|unit|union"
    r"|no|num|numero|number|n)+(?=[0-9])"
)


def number_key(cell: str) -> str:
    """What two spellings of a local share: `Loc. 506`, `Local #0506` and `506` are one; empty where there is none."""
    key = _WORDS.sub("", bare(cell))
    return key.lstrip("0") or key
