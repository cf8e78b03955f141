"""Campaigns."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from newsletter.audiences import Audience
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Approval, Campaign, CampaignKind, Variant
from newsletter.events.models import Event
from newsletter.subscribers.models import MailingList
from newsletter.unions.models import Union

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def make_campaign(
    session: Session,
    owner: Union,
    topic: MailingList,
    *,
    languages: Sequence[str] = ("en", "fr", "es"),
    audience: Audience | None = None,
    event: Event | None = None,
    state: State = State.DRAFT,
) -> Campaign:
    """A campaign to all of its topic, with a few words in each language."""
    campaign = Campaign(
        union_id=owner.id,
        kind=CampaignKind.INVITATION if event else CampaignKind.UPDATE,
        title="May Day",
        list_id=topic.id,
        event_id=event.id if event else None,
        audience=(audience or Audience((topic.id,))).to_json(),
        languages=list(languages),
        state=state,
        starts_at=NOON,
        created_at=NOON,
    )
    campaign.variants = [
        Variant(
            language=language,
            subject=f"May Day {{{{given_name}}}} ({language})",
            preheader="All together",
            blocks=[{"kind": "text", "html": f"<p>Dear {{{{given_name|friend}}}}: {language}</p>"}],
            revision=1,
        )
        for language in languages
    ]
    session.add(campaign)
    session.flush()
    return campaign


def say_yes(session: Session, campaign: Campaign, *unions: Union) -> None:
    """These unions' yes in every language of the campaign."""
    for union in unions:
        for language in campaign.languages:
            campaign.approvals.append(
                Approval(
                    union_id=union.id,
                    language=language,
                    revision=campaign.revision,
                    granted=True,
                    decided_at=NOON,
                )
            )
    session.flush()
