"""The columns of a table of people: how they are headed in each language, and what stands in them.

Headings and values are such as our own import understands in any of its languages; what it has no place for has a
heading that it does not know, so that it is left out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, auto

from newsletter.db import translated
from newsletter.exporting.own_fields import Held, told
from newsletter.exporting.rows import Person
from newsletter.subscribers.importing.values.roles import called
from newsletter.subscribers.models import CustomField, MailingList
from newsletter.translations import N_, catalog

Cell = str | date


class Column(StrEnum):
    """What can be chosen. The name is two columns and one choice: half of it would be taken for the whole."""

    EMAIL = auto()
    NAME = auto()
    LOCAL = auto()
    ROLE = auto()
    NUMBER = auto()
    JOINED = auto()
    ENDED = auto()
    LANGUAGE = auto()
    COUNTRY = auto()
    REGION = auto()
    LISTS = auto()
    FIELDS = auto()  # a column for each of the union's own
    STANDING = auto()
    SINCE = auto()
    BASIS = auto()


HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.EMAIL: (N_("Email"),),
    Column.NAME: (N_("First name"), N_("Last name")),
    Column.LOCAL: (N_("Local number"),),
    Column.ROLE: (N_("Role"),),
    Column.NUMBER: (N_("Member number"),),
    Column.JOINED: (N_("Member since"),),
    Column.ENDED: (N_("No longer a member since"),),
    Column.LANGUAGE: (N_("Language"),),
    Column.COUNTRY: (N_("Country"),),
    Column.REGION: (N_("Region"),),
    Column.LISTS: (N_("Subscribed to"),),
    Column.FIELDS: (N_("Your union’s own fields"),),
    Column.STANDING: (N_("How they stand with the list"),),
    Column.SINCE: (N_("How they stand since"),),
    Column.BASIS: (N_("On which ground"),),
}

OF_A_LIST = frozenset({Column.STANDING, Column.SINCE, Column.BASIS})
"""Say nothing where no list is chosen."""

USUAL = (Column.EMAIL, Column.NAME, Column.LOCAL, Column.ROLE, Column.NUMBER, Column.JOINED, Column.LANGUAGE)


@dataclass(frozen=True)
class Sheet:
    """The columns of one export, for readers of one language."""

    columns: Sequence[Column]
    language: str
    lists: dict[int, MailingList]
    """Those the union sees."""

    fields: Sequence[CustomField] = ()
    """Those of the union's own."""

    @property
    def headings(self) -> list[str]:
        """The first row."""
        words = catalog(self.language)
        own = [translated(field.label, self.language) for field in self.fields]
        return [
            heading
            for column in self.columns
            for heading in (own if column is Column.FIELDS else map(words.gettext, HEADINGS[column]))
        ]

    @property
    def tells_lists(self) -> bool:
        """Whether each row needs to be told which lists the person is on."""
        return Column.LISTS in self.columns

    @property
    def tells_fields(self) -> bool:
        """Whether each row needs to be told what the union's own fields hold."""
        return Column.FIELDS in self.columns and bool(self.fields)

    def cells(
        self, person: Person, list_ids: Sequence[int] = (), held: Mapping[str, Held] | None = None
    ) -> list[Cell]:
        """Any other."""
        row: list[Cell] = []
        for column in self.columns:
            if column is Column.ROLE:
                row.append(called(person.role, self.language))
            elif column is Column.LISTS:
                row.append("; ".join(translated(self.lists[one].name, self.language) for one in list_ids))
            elif column is Column.FIELDS:
                row += [told(field, (held or {}).get(field.key), self.language) for field in self.fields]
            else:
                row += _CELLS[column](person)
        return row


def _moment(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""


_CELLS: dict[Column, Callable[[Person], tuple[Cell, ...]]] = {
    Column.EMAIL: lambda one: (one.email,),
    Column.NAME: lambda one: (one.given_name, one.family_name),
    Column.LOCAL: lambda one: (one.local or "",),
    Column.NUMBER: lambda one: (one.number or "",),
    Column.JOINED: lambda one: (one.joined_on or "",),
    Column.ENDED: lambda one: (one.ended_on or "",),
    Column.LANGUAGE: lambda one: (one.language,),
    Column.COUNTRY: lambda one: (one.country or "",),
    Column.REGION: lambda one: (one.region or "",),
    Column.STANDING: lambda one: (one.standing.value if one.standing else "",),
    Column.SINCE: lambda one: (_moment(one.since),),
    Column.BASIS: lambda one: (one.basis.value if one.basis else "",),
}
