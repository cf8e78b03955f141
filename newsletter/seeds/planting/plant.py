"""The one way from a seed to a database."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from newsletter.errors import NewsletterError
from newsletter.seeds.drawing import draw
from newsletter.seeds.forms import Seed
from newsletter.seeds.planting.accounts import plant_accounts
from newsletter.seeds.planting.alliance import plant_alliance
from newsletter.seeds.planting.campaigns import plant_campaigns
from newsletter.seeds.planting.events import plant_events
from newsletter.seeds.planting.ground import Ground
from newsletter.seeds.planting.people import plant_people
from newsletter.subscribers.models import Subscriber
from newsletter.tokens import Signer
from newsletter.unions.models import Union, UnionKind


class AnotherAlliance(NewsletterError):
    """One database serves one alliance."""


@dataclass(frozen=True)
class Planted:
    """What a planting found and left."""

    unions: int
    people: int
    """Sample people added; none where there were people already."""


def plant(session: Session, seed: Seed) -> Planted:
    """Add the alliance's own rows where they are missing. Raises AnotherAlliance."""
    return Planted(unions=len(_alliance(session, seed).unions), people=0)


def plant_with_samples(session: Session, seed: Seed, *, signer: Signer, now: datetime) -> Planted:
    """The same, and sample people, accounts, events and campaigns where nobody has signed up yet."""
    ground = _alliance(session, seed)
    if session.scalar(select(exists(select(Subscriber.id)))):
        return Planted(unions=len(ground.unions), people=0)
    samples, people = seed.samples, draw(seed)
    plant_people(session, people, ground=ground, signer=signer, now=now)
    plant_accounts(session, samples.accounts, ground=ground, now=now)
    events = plant_events(session, samples.events, ground=ground, now=now)
    plant_campaigns(session, samples.campaigns, ground=ground, events=events, now=now)
    return Planted(unions=len(ground.unions), people=len(people))


def _alliance(session: Session, seed: Seed) -> Ground:
    there = session.scalar(select(Union.slug).where(Union.kind == UnionKind.ALLIANCE))
    if there not in (None, seed.unions.alliance.slug):
        raise AnotherAlliance(f"this database belongs to {there}; seed another alliance into a database of its own")
    return plant_alliance(session, seed)
