"""The mails that campaigns became, as somebody of whom nothing is known would get them (RFC 5322)."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from newsletter.campaigns.models import Campaign
from newsletter.delivery.addressing import Addressee
from newsletter.delivery.letters import press
from newsletter.delivery.post import Post
from newsletter.exporting.archive.scope import Reach
from newsletter.rendering import BlockError

_NOBODY = Addressee(0, "member@newsletter.invalid", "", "", "")


@dataclass(frozen=True)
class Mail:
    """One of them, and where it stands."""

    campaign_id: int
    name: str
    content: bytes


def mails(session: Session, reach: Reach, post: Post) -> Iterator[Mail]:
    """In each language in which a campaign is complete."""
    for campaign in reach.campaigns:
        for variant in campaign.variants:
            content = _mail(session, reach, campaign, variant.language, post) if variant.is_complete else None
            if content:
                yield Mail(campaign.id, f"mails/{campaign.id}-{variant.language}.eml", content)


def _mail(session: Session, reach: Reach, campaign: Campaign, language: str, post: Post) -> bytes | None:
    """None of a draft that is not fit to be a mail yet."""
    try:
        made = press(session, post, campaign_id=campaign.id, union_id=reach.union.id, language=language)
    except BlockError:
        return None
    return bytes(made.mould.cast(made.copy.proof(_NOBODY)))
