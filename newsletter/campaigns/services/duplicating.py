"""The last newsletter as the beginning of the next."""

from copy import deepcopy
from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign, Variant
from newsletter.campaigns.side_by_side import blocks_of


def duplicate(session: Session, *, campaign: Campaign, title: str, account_id: int, now: datetime) -> Campaign:
    """A new draft with the same words, languages and audience, and without any approval."""
    draft = Campaign(
        union=campaign.union,
        kind=campaign.kind,
        title=title,
        topic=campaign.topic,
        event=campaign.event,
        audience=deepcopy(campaign.audience),
        languages=list(campaign.languages),
        in_doubt=campaign.in_doubt,
        revision=campaign.revision,
        state=State.DRAFT,
        created_at=now,
        variants=[_copied(variant) for variant in campaign.variants],
    )
    session.add(draft)
    session.flush()
    record(
        session,
        verb="campaign.created",
        subject_id=draft.id,
        union_id=draft.union_id,
        account_id=account_id,
        now=now,
        copy_of=campaign.id,
    )
    return draft


def _copied(variant: Variant) -> Variant:
    """The same words, and the same marks on what is still to be translated."""
    return Variant(
        language=variant.language,
        subject=variant.subject,
        preheader=variant.preheader,
        blocks=deepcopy(blocks_of(variant)),
        revision=variant.revision,
        subject_revision=variant.subject_revision,
    )
