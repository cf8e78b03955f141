"""Which column holds what: proposed from its name in English, French or Spanish, decided by a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from newsletter.subscribers.importing.letters import bare


class Field(StrEnum):
    """What a union knows about a member."""

    EMAIL = auto()
    FULL_NAME = auto()
    GIVEN_NAME = auto()
    FAMILY_NAME = auto()
    LOCAL = auto()
    ROLE = auto()
    NUMBER = auto()
    JOINED = auto()
    LANGUAGE = auto()
    COUNTRY = auto()
    REGION = auto()


_NAMES = {
    Field.EMAIL: """
        email; e-mail address; mail; mail address; personal email; home email; email 1; primary email;
        preferred email; member email; contact email; email addr
        courriel; adresse courriel; adresse de courriel; adresse électronique; adresse mail; adresse e-mail; mél;
        courriel personnel; adresse courriel personnelle; courrier électronique
        correo; correo electrónico; dirección de correo; dirección de correo electrónico; dirección electrónica;
        correo personal; mail personal""",
    Field.FULL_NAME: """
        name; full name; member name; member; display name; name of member; last name first name; last first
        nom complet; nom et prénom; nom du membre; prénom et nom; membre; nom prénom
        nombre completo; nombre y apellido; nombre y apellidos; apellidos y nombre; nombre del miembro; afiliado""",
    Field.GIVEN_NAME: """
        first name; first; given name; given names; forename; preferred name; fname; preferred first name
        prénom; prénoms; prénom(s); prénom usuel
        nombre; nombres; nombre(s); nombre de pila; primer nombre""",
    Field.FAMILY_NAME: """
        last name; last; family name; surname; lname
        nom; nom de famille; patronyme
        apellido; apellidos; apellido(s); apellido paterno; primer apellido""",
    Field.LOCAL: """
        local; local number; local no; local #; local union; local union number; lodge; chapter; branch; unit
        section; section locale; numéro de section; no de section; numéro de section locale; section syndicale;
        no local
        sección; sección local; sección sindical; número de sección; seccional; delegación""",
    Field.ROLE: """
        role; member role; union role; rôle; rôle syndical; fonction syndicale; rol; rol sindical; cargo sindical""",
    Field.NUMBER: """
        member number; member no; member #; member id; membership number; membership no; membership id; union id;
        card number; id number
        numéro de membre; no de membre; n° de membre; no membre; matricule; numéro d’adhérent; numéro de carte
        número de miembro; número de afiliado; núm. de afiliado; no. de afiliado; n.º de afiliado; número de socio;
        matrícula; clave de afiliado""",
    Field.JOINED: """
        joined; date joined; join date; member since; membership date; initiation date; start date; hire date; since
        date d’adhésion; adhésion; membre depuis; date d’entrée; date d’embauche; depuis
        fecha de afiliación; fecha de ingreso; afiliado desde; miembro desde; fecha de alta; desde""",
    Field.LANGUAGE: """
        language; preferred language; lang; language preference; correspondence language; mother tongue
        langue; langue préférée; langue de correspondance; langue de communication; langue maternelle
        idioma; lengua; idioma preferido; idioma de preferencia; idioma de correspondencia""",
    Field.COUNTRY: """
        country; country code; nation; home country
        pays; code de pays; code pays
        país; código de país; código del país""",
    Field.REGION: """
        state; province; region; state/province; province/state; state or province; st; prov; home state
        région; province ou état; état; province/état; état/province
        estado; provincia; región; entidad; entidad federativa; estado/provincia""",
}

_FIELDS = {bare(name): field for field, names in _NAMES.items() for name in names.replace("\n", ";").split(";")}
_FIELDS.pop("")

_PARTS = frozenset({Field.GIVEN_NAME, Field.FAMILY_NAME})


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which field each column holds, by its place in the row from 0; a column not named is not taken in."""

    fields: dict[Field, int]

    def unknown(self, names: Sequence[str]) -> tuple[str, ...]:
        """The columns left out, as the file calls them."""
        used = set(self.fields.values())
        return tuple(name for place, name in enumerate(names) if place not in used)

    def to_json(self) -> dict[str, int]:
        """For a row of the database."""
        return {field.value: place for field, place in self.fields.items()}

    @classmethod
    def from_json(cls, written: dict[str, int]) -> "Mapping":
        """From that row."""
        return cls({Field(field): place for field, place in written.items()})


def is_known(name: str) -> bool:
    """Whether a column's name is one that rosters use."""
    return bare(name) in _FIELDS


def propose(names: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> Mapping:
    """What the columns seem to hold; the first of two with the same meaning, for both would be one person's.

    Where no name means an address, the column in which most of the first rows have one is taken.
    """
    found: dict[Field, int] = {}
    for place, name in enumerate(names):
        if field := _FIELDS.get(bare(name)):
            found.setdefault(field, place)
    if Field.EMAIL not in found and (most := _with_addresses(rows)) is not None:
        found = {Field.EMAIL: most} | {field: place for field, place in found.items() if place != most}
    if Field.GIVEN_NAME not in found and Field.FULL_NAME not in found and Field.FAMILY_NAME in found:
        found[Field.FULL_NAME] = found.pop(
            Field.FAMILY_NAME
        )  # French calls the whole name `nom` where it stands alone
    elif Field.FAMILY_NAME not in found and Field.FULL_NAME not in found and Field.GIVEN_NAME in found:
        found[Field.FULL_NAME] = found.pop(Field.GIVEN_NAME)  # and Spanish `nombre`
    if found.keys() >= _PARTS:
        found.pop(Field.FULL_NAME, None)
    return Mapping(found)


def _with_addresses(rows: Sequence[Sequence[str]]) -> int | None:
    counts: dict[int, int] = {}
    for row in rows:
        for place, cell in enumerate(row):
            if "@" in cell:
                counts[place] = counts.get(place, 0) + 1
    return max(counts, key=lambda place: counts[place], default=None)
