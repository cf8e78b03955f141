"""A whole seed, as read."""

from dataclasses import dataclass

from newsletter.seeds.forms.accounts import AccountsFile
from newsletter.seeds.forms.campaigns import SampleCampaign
from newsletter.seeds.forms.events import EventsFile
from newsletter.seeds.forms.lists import ListsFile, WordingsFile
from newsletter.seeds.forms.people import PeopleFile
from newsletter.seeds.forms.unions import LocalsFile, UnionsFile


@dataclass(frozen=True)
class Samples:
    """What is only there to try things with."""

    people: PeopleFile
    accounts: AccountsFile
    events: EventsFile
    campaigns: tuple[SampleCampaign, ...]


@dataclass(frozen=True)
class Seed:
    """An alliance, and samples to try it with."""

    unions: UnionsFile
    locals: LocalsFile
    lists: ListsFile
    wordings: WordingsFile
    samples: Samples
