"""A campaign's figures for overviews: those of a campaign that is over are counted once a minute, not once a view."""

import time
from typing import cast

from flask import Flask, current_app

from newsletter.campaigns.models import Campaign
from newsletter.campaigns.queries import OVER
from newsletter.fence import beyond
from newsletter.reports.outcome import Outcome, outcome
from newsletter.web.context import session
from newsletter.web.manage.desk import desk

KEPT_S = 60
MOST_KEPT = 1000

_EXTENSION = "newsletter.figures"

Key = tuple[int, tuple[int, ...] | None]
"""Which campaign, and whose share of it."""

Kept = dict[Key, tuple[float, Outcome]]


def register(app: Flask) -> None:
    """Give this process of the app a place to keep figures."""
    app.extensions[_EXTENSION] = {}


def outcome_of(campaign: Campaign) -> Outcome:
    """What became of a campaign, as far as this desk may see it; a minute old at most."""
    key, kept = (campaign.id, desk().ledger_ids), cast("Kept", current_app.extensions[_EXTENSION])
    counted_at, known = kept.get(key, (0.0, None))
    if known is not None and campaign.state in OVER and time.monotonic() - counted_at < KEPT_S:
        return known
    with beyond(session()):
        counted = outcome(session(), campaign_id=campaign.id, union_ids=desk().ledger_ids)
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = (time.monotonic(), counted)
    return counted
