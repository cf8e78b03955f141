"""Which events a campaign tells of: the one it invites to, and those its blocks name."""

from collections.abc import Iterable, Mapping
from typing import Any

from newsletter.campaigns.models import Campaign

_COLUMNS = ("left", "right")


def tells_of(campaign: Campaign, event_id: int) -> bool:
    """Whether its readers are told of this event, in whatever language."""
    return campaign.event_id == event_id or any(_names(variant.blocks, event_id) for variant in campaign.variants)


def _names(blocks: Iterable[Mapping[str, Any]], event_id: int) -> bool:
    return any(
        event_id == block.get("event")
        or event_id in (block.get("events") or ())
        or any(_names(block.get(column) or (), event_id) for column in _COLUMNS)
        for block in blocks
    )
