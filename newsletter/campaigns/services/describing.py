"""What a campaign is besides its words: its title, topic, languages and audience."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from newsletter.campaigns.models import Campaign, InDoubt
from newsletter.campaigns.services.creating import blank
from newsletter.campaigns.services.editing import Edit, turn_at_campaign
from newsletter.errors import NewsletterError
from newsletter.subscribers.models import MailingList


class LanguageHasWords(NewsletterError):
    """A language cannot be dropped while something is written in it."""

    def __init__(self, language: str) -> None:
        super().__init__(f"something is written in {language}: take its blocks and its subject out first")
        self.language = language


def describe(
    session: Session,
    *,
    campaign: Campaign,
    edit: Edit,
    title: str,
    topic: MailingList,
    languages: Sequence[str],
    in_doubt: InDoubt,
) -> None:
    """Name the campaign, choose its topic, its languages, the source first, and what to do with mails in doubt.

    Raises LanguageHasWords.
    """
    turn_at_campaign(session, campaign=campaign, edit=edit, part="details")
    campaign.title, campaign.list_id, campaign.in_doubt = title, topic.id, in_doubt
    _speak(campaign, languages)
    session.flush()
    session.refresh(campaign)


def choose_audience(session: Session, *, campaign: Campaign, edit: Edit, audience: dict[str, Any]) -> None:
    """Say whom the campaign is for, as `audiences.rule` writes it."""
    turn_at_campaign(session, campaign=campaign, edit=edit, part="audience")
    campaign.audience = audience
    session.flush()


def _speak(campaign: Campaign, languages: Sequence[str]) -> None:
    for variant in list(campaign.variants):
        if variant.language not in languages:
            if variant.subject or variant.blocks:
                raise LanguageHasWords(variant.language)
            campaign.variants.remove(variant)
    for language in languages:
        if campaign.variant(language) is None:
            campaign.variants.append(blank(language, revision=campaign.revision))
    campaign.languages = list(languages)
