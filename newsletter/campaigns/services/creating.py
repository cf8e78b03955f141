"""Beginning a campaign, with nothing written yet."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.audiences import Audience
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign, CampaignKind, Variant
from newsletter.events.models import Event
from newsletter.subscribers.models import MailingList
from newsletter.unions.models import Union

FIRST_REVISION = 1


def create_update(
    session: Session,
    *,
    union: Union,
    title: str,
    topic: MailingList,
    languages: Sequence[str],
    account_id: int,
    now: datetime,
) -> Campaign:
    """Begin an update, meant for everybody who asked for its topic."""
    campaign = Campaign(
        kind=CampaignKind.UPDATE, union=union, title=title, topic=topic, languages=list(languages), created_at=now
    )
    return _begun(session, campaign, account_id)


def create_invitation(
    session: Session,
    *,
    union: Union,
    event: Event,
    title: str,
    topic: MailingList,
    languages: Sequence[str],
    account_id: int,
    now: datetime,
) -> Campaign:
    """Begin an invitation to an event, for everybody who asked for its topic."""
    campaign = Campaign(
        kind=CampaignKind.INVITATION, union=union, title=title, topic=topic, languages=list(languages), created_at=now
    )
    campaign.event = event
    return _begun(session, campaign, account_id)


def blank(language: str, *, revision: int) -> Variant:
    """A variant nobody has written yet."""
    return Variant(language=language, subject="", preheader="", blocks=[], revision=revision, subject_revision=0)


def _begun(session: Session, campaign: Campaign, account_id: int) -> Campaign:
    campaign.revision, campaign.state = FIRST_REVISION, State.DRAFT
    campaign.audience = Audience((campaign.topic.id,)).to_json()
    campaign.variants = [blank(language, revision=FIRST_REVISION) for language in campaign.languages]
    session.add(campaign)
    session.flush()
    record(
        session,
        verb="campaign.created",
        subject_id=campaign.id,
        union_id=campaign.union.id,
        account_id=account_id,
        now=campaign.created_at,
    )
    return campaign
