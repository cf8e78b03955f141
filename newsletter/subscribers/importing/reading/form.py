"""How a text file writes its rows: encoding, line ends, delimiter and quotation marks, found by looking at it."""

import csv
from collections import Counter
from dataclasses import dataclass
from typing import BinaryIO

from newsletter.subscribers.importing.reading.encodings import SAMPLE_BYTES, encoding_of
from newsletter.subscribers.importing.reading.flaws import FileFlaw, UnreadableFile
from newsletter.subscribers.importing.reading.lines import Place

DELIMITERS = (",", ";", "\t", "|")
"""In the order in which ties are decided."""

_SAID_BY_EXCEL = "sep="
_SAMPLE_LINES = 200


@dataclass(frozen=True, slots=True)
class Form:
    """Everything needed to read the same rows again."""

    encoding: str
    ending: str
    delimiter: str
    quote: str
    start: Place
    """Behind the mark of the encoding, and a line that only names the delimiter."""


def form_of(file: BinaryIO) -> Form:
    """Look at a file. Raises UnreadableFile."""
    encoding, mark = encoding_of(file)
    file.seek(mark)
    text = file.read(SAMPLE_BYTES).decode(encoding, "replace").replace("\0", "")
    if not text.strip():
        raise UnreadableFile(FileFlaw.EMPTY)
    ending = "\n" if "\n" in text or "\r" not in text else "\r"
    lines = [line.replace("\r", " ").rstrip() for line in text.split(ending)[:_SAMPLE_LINES] if line.strip()]
    first = lines[0] if lines else ""
    if first.lower().startswith(_SAID_BY_EXCEL) and first[len(_SAID_BY_EXCEL) :] in DELIMITERS:
        behind = Place(mark + len((text.split(ending)[0] + ending).encode(encoding)), 1)
        return Form(encoding, ending, first[-1], '"', behind)
    quote = _quote(lines)
    return Form(encoding, ending, _delimiter(lines, quote), quote, Place(mark, 0))


def _delimiter(lines: list[str], quote: str) -> str:
    """The one by which most lines have the same number of cells, and then the most cells."""
    return max(DELIMITERS, key=lambda delimiter: _agreement(lines, delimiter, quote))


def _agreement(lines: list[str], delimiter: str, quote: str) -> tuple[int, int]:
    widths = Counter(len(next(csv.reader([line], delimiter=delimiter, quotechar=quote), [])) for line in lines)
    count, width = max(((count, width) for width, count in widths.items() if width > 1), default=(0, 1))
    return count * min(width, 3), width


def _quote(lines: list[str]) -> str:
    """The apostrophe where it stands around cells and the quotation mark does not, as some databases write it."""
    text = "\n".join(lines)
    if '"' in text:
        return '"'
    pairs = sum(text.count(f"'{delimiter}'") for delimiter in DELIMITERS)
    return "'" if pairs >= len(lines) / 2 else '"'
