"""Taking turns: every edit of a campaign takes the next revision, and says which one it had seen.

The revision is taken by one conditional UPDATE, first of all. It locks the row, so whoever comes second waits, then
looks at what the first one left; two people never overwrite each other silently.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign, Variant
from newsletter.errors import NewsletterError, NotVisible


class EditedMeanwhile(NewsletterError):
    """Somebody else changed the same thing after this person opened it; they see both and decide."""


class AlreadyLaunched(NewsletterError):
    """The campaign is no draft any more; take it back to change it."""


@dataclass(frozen=True)
class Edit:
    """Who changes something, when, and the revision they had before their eyes."""

    account_id: int
    seen_revision: int
    now: datetime


def turn_at_campaign(session: Session, *, campaign: Campaign, edit: Edit, part: str) -> None:
    """Take the next revision for a change of the campaign itself.

    Raises AlreadyLaunched, and EditedMeanwhile where anything was edited since.
    """
    _take_revision(session, campaign=campaign, edit=edit, part=part)
    if campaign.revision != edit.seen_revision + 1:
        raise EditedMeanwhile


def turn_at_variant(session: Session, *, campaign: Campaign, language: str, edit: Edit, part: str) -> Variant:
    """Take the next revision for a change of one language; edits of other languages are no obstacle.

    Raises AlreadyLaunched and EditedMeanwhile.
    """
    _take_revision(session, campaign=campaign, edit=edit, part=part, language=language)
    variant = campaign.variant(language)
    if variant is None:
        raise NotVisible
    if variant.revision != edit.seen_revision:
        raise EditedMeanwhile
    variant.revision = campaign.revision
    return variant


def _take_revision(session: Session, *, campaign: Campaign, edit: Edit, part: str, **where: str) -> None:
    taken = session.execute(
        update(Campaign)
        .where(Campaign.id == campaign.id, Campaign.state == State.DRAFT)
        .values(revision=Campaign.revision + 1)
        .execution_options(synchronize_session=False)
        .returning(Campaign.id)
    ).one_or_none()
    session.refresh(campaign)  # and, by cascade, its variants
    if taken is None:
        raise AlreadyLaunched
    record(
        session,
        verb="campaign.edited",
        subject_id=campaign.id,
        union_id=campaign.union_id,
        account_id=edit.account_id,
        now=edit.now,
        part=part,
        **where,
    )
