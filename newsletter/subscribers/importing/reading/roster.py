"""A roster as it lies on disk: how it is written, what its columns are called, and where its first person stands."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from newsletter.subscribers.importing.reading.flaws import BadRow, FileFlaw, UnreadableFile
from newsletter.subscribers.importing.reading.form import Form, form_of
from newsletter.subscribers.importing.reading.header import LOOKED_AT, Header, header_of
from newsletter.subscribers.importing.reading.lines import Place
from newsletter.subscribers.importing.reading.records import Record, Records


@dataclass(frozen=True, slots=True)
class Roster:
    """What was found out about a file."""

    form: Form
    header: Header
    first: Place
    """Behind the header."""

    def records(self, file: BinaryIO, place: Place | None = None) -> Records:
        """Its rows, from a place on."""
        return Records(file, self.form, place=place or self.first, width=len(self.header.names))

    def to_json(self) -> dict[str, Any]:
        """For a row of the database."""
        return asdict(self)

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> "Roster":
        """From that row."""
        form = {**written["form"], "start": Place(**written["form"]["start"])}
        header = Header(written["header"]["line"], tuple(written["header"]["names"]))
        return cls(Form(**form), header, Place(**written["first"]))


def roster_of(path: Path, is_known: Callable[[str], bool]) -> Roster:
    """Look at a text file. Raises UnreadableFile."""
    with path.open("rb") as file:
        form = form_of(file)
        records = Records(file, form)
        header = header_of(islice(records, LOOKED_AT), is_known)
        if not header.names:
            raise UnreadableFile(FileFlaw.EMPTY)
        return Roster(form, header, _behind(file, form, header.line))


def _behind(file: BinaryIO, form: Form, line: int) -> Place:
    records = Records(file, form)
    while line:
        match next(records, None):
            case Record(found) | BadRow(line=found) if found < line:
                continue
            case _:
                return records.place
    return form.start
