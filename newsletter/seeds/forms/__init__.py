"""What stands in the files of a seed, and how it must look."""

from newsletter.seeds.forms.accounts import AccountsFile, SampleAccount
from newsletter.seeds.forms.campaigns import CampaignFile, SampleCampaign, VariantFile
from newsletter.seeds.forms.events import EventsFile, SampleEvent
from newsletter.seeds.forms.form import Form, Words
from newsletter.seeds.forms.lists import ListsFile, SeedList, SeedWording, WordingsFile
from newsletter.seeds.forms.people import NamePool, PeopleFile, Weights
from newsletter.seeds.forms.seed import Samples, Seed
from newsletter.seeds.forms.unions import LocalsFile, SeedLocal, SeedUnion, UnionsFile

__all__ = [
    "AccountsFile",
    "CampaignFile",
    "EventsFile",
    "Form",
    "ListsFile",
    "LocalsFile",
    "NamePool",
    "PeopleFile",
    "SampleAccount",
    "SampleCampaign",
    "SampleEvent",
    "Samples",
    "Seed",
    "SeedList",
    "SeedLocal",
    "SeedUnion",
    "SeedWording",
    "UnionsFile",
    "VariantFile",
    "Weights",
    "WordingsFile",
    "Words",
]
