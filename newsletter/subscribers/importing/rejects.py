"""The rows that stayed out, in the shape of the roster with one column more: why. Repaired, they go in again."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from newsletter.subscribers.cells import defused
from newsletter.subscribers.importing.entries import Rejected
from newsletter.subscribers.importing.source import Unwanted
from newsletter.translations import N_, catalog

_REASON = N_("Why it was left out")


def append(path: Path, *, size_bytes: int, names: Sequence[str], unwanted: Iterable[Unwanted], language: str) -> int:
    """Write behind the first `size_bytes`, which are what is committed, and tell the new size."""
    text = io.StringIO()
    writer = csv.writer(text)
    if not size_bytes:
        writer.writerow([*names, catalog(language).gettext(_REASON)])
    for one in unwanted:
        cells = [*one.cells, *[""] * len(names)][: len(names)]
        writer.writerow([defused(cell) for cell in cells] + [_why(one, names, language)])
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.truncate(size_bytes)
        file.seek(size_bytes)
        file.write(text.getvalue().encode("utf-8" if size_bytes else "utf-8-sig"))  # Excel wants the mark
        return file.tell()


def _why(one: Unwanted, names: Sequence[str], language: str) -> str:
    if isinstance(one.problem, Rejected):
        return one.problem.told(language, tuple(names))
    return one.problem.told(language)
