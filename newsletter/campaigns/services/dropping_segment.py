"""Deleting a segment that no campaign is for."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from newsletter.audiences import Audience
from newsletter.audiences.models import Segment
from newsletter.audiences.services.saving import delete
from newsletter.audiences.walking import segments_in
from newsletter.campaigns.models import Campaign
from newsletter.errors import NewsletterError


class MailedWithIt(NewsletterError):
    """Campaigns are for it, also sent ones: their reports say whom they were for. Says which."""

    def __init__(self, titles: Collection[str]) -> None:
        super().__init__(f"used by {', '.join(titles)}")
        self.titles = titles


def drop(session: Session, *, segment: Segment, account_id: int, now: datetime) -> None:
    """For good. Raises MailedWithIt, and SegmentInUse where another segment uses it."""
    some = select(Campaign).where(
        Campaign.union_id == segment.union_id, cast(Campaign.audience, String).contains('"segment"')
    )
    if titles := sorted(one.title for one in session.scalars(some) if _is_for(one, segment.id)):
        raise MailedWithIt(titles)
    delete(session, segment=segment, account_id=account_id, now=now)


def _is_for(campaign: Campaign, segment_id: int) -> bool:
    audience = Audience.from_json(campaign.audience)
    return segment_id in segments_in(audience.only) | segments_in(audience.never)
