"""people.toml: by which chances sample people are drawn."""

from typing import Annotated

from pydantic import Field

from newsletter.seeds.forms.form import Country, Form, Language, Region, Slug, Words
from newsletter.subscribers.models import MemberRole, SuppressionReason

Weights = dict[str, Annotated[float, Field(gt=0)]]
Share = Annotated[float, Field(ge=0, le=1)]


class NamePool(Form):
    """Names to combine."""

    given: tuple[Words, ...]
    family: tuple[Words, ...]


class Standings(Form):
    """What share of sign-ups is not confirmed, or not any more."""

    pending: Share
    unsubscribed: Share


class Shares(Form):
    """Of how many people each of these is true."""

    second_union: Share
    nameless: Share


class PeopleFile(Form):
    """Everything chance needs."""

    random_seed: int
    domain: Words
    months_back: Annotated[int, Field(gt=0)]
    """Over how many months people have signed up."""

    unions: dict[Slug, int]
    languages_by_country: dict[Country, Weights]
    languages_by_region: dict[Region, Weights]
    roles: dict[MemberRole, float]
    standings: Standings
    shares: Shares
    suppressed: dict[SuppressionReason, int]
    topics: dict[Slug, Share]
    private_lists: dict[Slug, tuple[MemberRole, ...]]
    names: dict[Language, NamePool]
