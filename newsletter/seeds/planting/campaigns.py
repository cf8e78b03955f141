"""Sample campaigns as drafts that every union has been asked about."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.audiences import Audience
from newsletter.campaigns.models import Approval, Campaign, Variant
from newsletter.events.models import Event
from newsletter.rendering import blocks_to_json, parse_blocks
from newsletter.seeds.forms import CampaignFile, SampleCampaign
from newsletter.seeds.planting.ground import Ground


def plant_campaigns(
    session: Session,
    samples: tuple[SampleCampaign, ...],
    *,
    ground: Ground,
    events: dict[str, Event],
    now: datetime,
) -> None:
    """Add the campaigns with their words and each union's answer."""
    for sample in samples:
        about = sample.about
        session.add(
            Campaign(
                union_id=ground.unions[about.union],
                kind=about.kind,
                title=about.title,
                list_id=ground.lists[about.topic],
                event=events[about.event] if about.event else None,
                audience=Audience(tuple(ground.lists[one] for one in about.include_lists)).to_json(),
                languages=list(about.languages),
                created_at=now,
                variants=list(_variants(sample)),
                approvals=list(_approvals(about, ground, now)),
            )
        )
    session.flush()


def _variants(sample: SampleCampaign) -> Iterator[Variant]:
    for language, words in sample.variants.items():
        yield Variant(
            language=language,
            subject=words.subject,
            preheader=words.preheader,
            blocks=blocks_to_json(parse_blocks(words.blocks)),
            revision=1,
        )


def _approvals(about: CampaignFile, ground: Ground, now: datetime) -> Iterator[Approval]:
    for slug, union_id in ground.unions.items():
        said_yes = slug not in about.unanswered
        for language in about.languages:
            yield Approval(
                union_id=union_id,
                language=language,
                revision=1,
                granted=True if said_yes else None,
                decided_at=now if said_yes else None,
            )
