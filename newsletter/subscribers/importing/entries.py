"""What one row says of a person, or why it is not taken in: pure, and the same in a trial as in earnest."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple, TypeVar

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


class Entry(NamedTuple):
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


class _Unusable(Exception):
    """A cell that is the reason why a row is not taken in."""

    def __init__(self, field: Field, refusal: Refusal) -> None:
        self.field, self.refusal = field, refusal


class Understanding:
    """Reads rows of one file. Cells that many rows share are understood once."""

    def __init__(self, mapping: Mapping, ground: Ground) -> None:
        self._fields, self._ground = mapping.fields, ground
        self._width = max(self._fields.values(), default=-1) + 1
        ways: dict[Field, Callable[[str], object]] = {
            Field.LOCAL: self._local,
            Field.ROLE: _role,
            Field.NUMBER: text,
            Field.JOINED: self._day,
            Field.LANGUAGE: self._language,
            Field.COUNTRY: _country,
        }
        self._email = self._fields[Field.EMAIL], self._column(Field.EMAIL, address)
        self._said = [(self._fields.get(field, 0), self._remembered(field, way)) for field, way in ways.items()]
        self._home = self._fields.get(Field.REGION)
        self._region = lru_cache(_REMEMBERED)(self._region_of)
        self._whole = self._fields.get(Field.FULL_NAME, 0), self._remembered(Field.FULL_NAME, parted)
        self._parts = [(self._fields.get(field, 0), self._remembered(field, text)) for field in _PARTS]

    def read(self, record: Record) -> Entry | Rejected:
        """What a row says."""
        line, cells = record
        if len(cells) < self._width:
            cells = [*cells, *[""] * (self._width - len(cells))]
        place, way = self._email
        try:
            email = way(cells[place])
            local_id, role, number, joined_on, language, country = [way(cells[place]) for place, way in self._said]
            region = None
            if self._home is not None and (region := self._region(cells[self._home], country)):
                country = region[:2]
            names = self._names(cells)
        except _Unusable as problem:
            return Rejected(line, self._fields[problem.field], problem.refusal)
        return Entry(line, email, names, local_id, role, number, joined_on, language, country, region)  # type: ignore[arg-type]

    def _names(self, cells: list[str]) -> tuple[str, str] | None:
        place, way = self._whole
        if whole := way(cells[place]):
            return whole if any(whole) else None
        given, family = [way(cells[place]) or "" for place, way in self._parts]
        return (given, family) if given or family else None

    def _region_of(self, cell: str, country_said: str | None) -> str | None:
        way = partial(self._region_in, home=country_said)
        return self._column(Field.REGION, way)(cell) if cell.strip() else None

    def _remembered(self, field: Field, way: Callable[[str], T]) -> Callable[[str], T | None]:
        if field not in self._fields:
            return _nothing
        column = self._column(field, way)
        return lru_cache(_REMEMBERED)(lambda cell: column(cell) if cell.strip() else None)

    def _column(self, field: Field, way: Callable[[str], T]) -> Callable[[str], T]:
        def understood(cell: str) -> T:
            try:
                return way(as_meant(cell.strip()))
            except NotUnderstood as problem:
                raise _Unusable(field, problem.refusal) from None

        return understood

    def _local(self, cell: str) -> int:
        return _known(self._ground.locals.get(number_key(cell)), Refusal.UNKNOWN_LOCAL)

    def _day(self, cell: str) -> date:
        return day(cell, self._ground.order, today=self._ground.today)

    def _language(self, cell: str) -> str | None:
        spoken = _known(language(cell), Refusal.UNKNOWN_LANGUAGE)
        return spoken if spoken in self._ground.languages else None

    def _region_in(self, cell: str, home: str | None) -> str:
        return _known(region(cell, (home,) if home else self._ground.countries), Refusal.UNKNOWN_REGION)


_PARTS = (Field.GIVEN_NAME, Field.FAMILY_NAME)

_REMEMBERED = 32_768
"""Cells of one column: every day of a union's life, and most names."""


def _nothing(_cell: str) -> None:
    """What a column says that the file does not have."""


def _role(cell: str) -> MemberRole:
    return _known(role(cell), Refusal.UNKNOWN_ROLE)


def _country(cell: str) -> str:
    return _known(country(cell), Refusal.UNKNOWN_COUNTRY)


def _known(found: T | None, refusal: Refusal) -> T:
    if found is None:
        raise NotUnderstood(refusal)
    return found
