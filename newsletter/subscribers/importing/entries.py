"""What one row says of a person, or why it is not taken in: pure, and the same in a trial as in earnest."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from newsletter.subscribers.cells import as_meant
from newsletter.subscribers.importing.columns import Field, Mapping
from newsletter.subscribers.importing.reading.records import Record
from newsletter.subscribers.importing.values.addresses import address
from newsletter.subscribers.importing.values.dates import Order, day
from newsletter.subscribers.importing.values.languages import language
from newsletter.subscribers.importing.values.locals import number_key
from newsletter.subscribers.importing.values.names import parted, text
from newsletter.subscribers.importing.values.places import country, region
from newsletter.subscribers.importing.values.refusal import SENTENCES, NotUnderstood, Refusal
from newsletter.subscribers.importing.values.roles import role
from newsletter.subscribers.roles import MemberRole
from newsletter.translations import N_, catalog

T = TypeVar("T")

_WHERE = N_("Line %(line)s, column “%(column)s”: %(why)s")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says. None says nothing: it empties nothing that is known already."""

    line: int
    email: str
    names: tuple[str, str] | None = None
    """Given and family name, always together."""

    local_id: int | None = None
    role: MemberRole | None = None
    number: str | None = None
    joined_on: date | None = None
    language: str | None = None
    country: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not taken in, and the column (by its place, from 0) that is the reason."""

    line: int
    place: int
    refusal: Refusal

    def told(self, reader: str, names: tuple[str, ...]) -> str:
        """What is wrong, where, and what to do, in the reader's language; `names` are the columns'."""
        words = catalog(reader)
        why = words.gettext(SENTENCES[self.refusal])
        return words.gettext(_WHERE) % {"line": self.line, "column": names[self.place], "why": why}


@dataclass(frozen=True, slots=True)
class Ground:
    """What cells are understood against."""

    locals: dict[str, int]
    """By `locals_by_key`."""

    languages: tuple[str, ...]
    """What the union mails in. Somebody who speaks another language is taken in as if nothing were said."""

    countries: tuple[str, ...]
    """Where a region is looked for when the row names no country."""

    order: Order | None
    """Of the file's dates."""

    today: date


def locals_by_key(numbers: Iterable[tuple[str, int]]) -> dict[str, int]:
    """A union's locals (number, id) for `Ground`; two whose numbers cannot be told apart in a roster are left out."""
    found: dict[str, list[int]] = {}
    for number, local_id in numbers:
        found.setdefault(number_key(number), []).append(local_id)
    return {key: ids[0] for key, ids in found.items() if len(ids) == 1}


class Understanding:
    """Reads rows of one file. Cells that many rows share are understood once."""

    def __init__(self, mapping: Mapping, ground: Ground) -> None:
        self._fields, self._ground = mapping.fields, ground
        remember = lru_cache(maxsize=4096)
        self._ways: dict[Field, Callable[[str], object]] = {
            Field.LOCAL: remember(self._local),
            Field.ROLE: remember(_role),
            Field.NUMBER: text,
            Field.JOINED: remember(self._day),
            Field.LANGUAGE: remember(self._language),
            Field.COUNTRY: remember(_country),
        }
        self._region = remember(self._region_in)
        self._mapped = [field for field in self._ways if field in self._fields]

    def read(self, record: Record) -> Entry | Rejected:
        """What a row says."""
        cells = record.cells
        field = Field.EMAIL
        try:
            said: dict[str, object] = {"email": address(self._cell(cells, field))}
            for field in self._mapped:
                cell = self._cell(cells, field)
                said[_ATTRIBUTE[field]] = self._ways[field](cell) if cell else None
            field = Field.REGION
            if cell := self._cell(cells, field):
                said["region"] = self._region(cell, said.get("country"))
                said["country"] = str(said["region"])[:2]
            field = self._named()
            return Entry(record.line, names=self._names(cells), **said)  # type: ignore[arg-type]
        except NotUnderstood as problem:
            return Rejected(record.line, self._fields.get(field, 0), problem.refusal)

    def _cell(self, cells: list[str], field: Field) -> str:
        place = self._fields.get(field)
        return as_meant(cells[place].strip()) if place is not None and place < len(cells) else ""

    def _named(self) -> Field:
        return next((one for one in _NAMES if one in self._fields), Field.EMAIL)

    def _names(self, cells: list[str]) -> tuple[str, str] | None:
        whole, given, family = (self._cell(cells, field) for field in _NAMES)
        found = parted(whole) if whole else (text(given), text(family))
        return found if any(found) else None

    def _local(self, cell: str) -> int:
        return _known(self._ground.locals.get(number_key(cell)), Refusal.UNKNOWN_LOCAL)

    def _day(self, cell: str) -> date:
        return day(cell, self._ground.order, today=self._ground.today)

    def _language(self, cell: str) -> str | None:
        spoken = _known(language(cell), Refusal.UNKNOWN_LANGUAGE)
        return spoken if spoken in self._ground.languages else None

    def _region_in(self, cell: str, home: str | None) -> str:
        return _known(region(cell, (home,) if home else self._ground.countries), Refusal.UNKNOWN_REGION)


_NAMES = (Field.FULL_NAME, Field.GIVEN_NAME, Field.FAMILY_NAME)
_ATTRIBUTE = {
    Field.LOCAL: "local_id",
    Field.ROLE: "role",
    Field.NUMBER: "number",
    Field.JOINED: "joined_on",
    Field.LANGUAGE: "language",
    Field.COUNTRY: "country",
}


def _role(cell: str) -> MemberRole:
    return _known(role(cell), Refusal.UNKNOWN_ROLE)


def _country(cell: str) -> str:
    return _known(country(cell), Refusal.UNKNOWN_COUNTRY)


def _known(found: T | None, refusal: Refusal) -> T:
    if found is None:
        raise NotUnderstood(refusal)
    return found
