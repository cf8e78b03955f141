"""A rule about people as a pure tree. `written` says how it stands in JSON, `conditions` what it means in SQL."""

from dataclasses import dataclass

from newsletter.audiences.when import When
from newsletter.subscribers.standing import Standing


@dataclass(frozen=True)
class OnLists:
    """Confirmed on any of these lists, or where else they stand with it; since when they do."""

    list_ids: tuple[int, ...]
    standing: str = Standing.CONFIRMED.value
    since: When | None = None


@dataclass(frozen=True)
class InUnions:
    """Member of any of these unions, or of an affiliate of theirs."""

    union_ids: tuple[int, ...]
    with_affiliates: bool = False


@dataclass(frozen=True)
class InLocals:
    """Member of any of these locals."""

    local_ids: tuple[int, ...]


@dataclass(frozen=True)
class InCountries:
    """Living in any of these countries (ISO 3166-1)."""

    countries: tuple[str, ...]


@dataclass(frozen=True)
class InRegions:
    """Living in any of these regions (ISO 3166-2)."""

    regions: tuple[str, ...]


@dataclass(frozen=True)
class Reads:
    """Having chosen any of these languages."""

    languages: tuple[str, ...]


@dataclass(frozen=True)
class HasRole:
    """Having any of these roles in their union."""

    roles: tuple[str, ...]


@dataclass(frozen=True)
class Joined:
    """Having joined their union then, as far as its roster says."""

    when: When


@dataclass(frozen=True)
class OnBasis:
    """Confirmed on some list on one of these grounds, and since when."""

    bases: tuple[str, ...]
    since: When | None = None


@dataclass(frozen=True)
class Answered:
    """Having answered an invitation to any of these events like this; with `SILENCE`, to none of them."""

    event_ids: tuple[int, ...]
    answer: str


SILENCE = "nothing"


@dataclass(frozen=True)
class WasSent:
    """Having been sent any of these campaigns."""

    campaign_ids: tuple[int, ...]


@dataclass(frozen=True)
class Between:
    """A number from here to there, both with it; without a bound where there is none."""

    low: float | None = None
    high: float | None = None


FieldTest = tuple[str, ...] | Between | bool | When
"""One of these texts or choices, a number, a yes or no, a day."""


@dataclass(frozen=True)
class HasField:
    """A field of the union's own says this."""

    field_id: int
    test: FieldTest


@dataclass(frozen=True)
class InSegment:
    """Whatever a saved rule of the same union says."""

    segment_id: int


@dataclass(frozen=True)
class AllOf:
    """Every one of these rules; of none, everybody."""

    rules: tuple["Rule", ...] = ()


@dataclass(frozen=True)
class AnyOf:
    """At least one of these rules; of none, nobody."""

    rules: tuple["Rule", ...] = ()


@dataclass(frozen=True)
class NoneOf:
    """Not one of these rules."""

    rules: tuple["Rule", ...] = ()


Leaf = (
    OnLists
    | InUnions
    | InLocals
    | InCountries
    | InRegions
    | Reads
    | HasRole
    | Joined
    | OnBasis
    | Answered
    | WasSent
    | HasField
    | InSegment
)
Branch = AllOf | AnyOf | NoneOf
Rule = Leaf | Branch
