"""Watching a campaign go out: bars, pace, what relays say. The page asks for its own news, or one reloads it."""

import math
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.delivery.queries import problems
from newsletter.fence import beyond
from newsletter.reports.outcome import Outcome, Share, outcome
from newsletter.reports.pace import Pace, pace
from newsletter.reports.replies import Said, replies
from newsletter.reports.tally import Tally
from newsletter.web.context import now, session
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns.outlook import Outlook, outlook
from newsletter.web.manage.campaigns.parts import is_own, tabs, visible
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import fragment, show

SHARE_OF_TIME = 0.05
"""How much of a process's time one open page may cost: a ledger of a million is asked for less often."""


@dataclass(frozen=True)
class Progress:
    """How far a campaign is, at this moment."""

    campaign: Campaign
    outcome: Outcome
    pace: Pace
    replies: list[Said]
    problems: list[str]
    """What keeps mail from going out right now."""

    outlook: Outlook | None
    """On which day it will be through, where a limit makes it last."""

    asked_at: int
    """Milliseconds; no two answers have the same."""

    wait_s: int
    """Until the page may ask again."""

    @property
    def seconds_to_start(self) -> int:
        """What is left of the grace time; nought once it is over."""
        if self.campaign.state is not State.WAITING or self.campaign.starts_at is None:
            return 0
        return max(0, math.ceil((self.campaign.starts_at - now()).total_seconds()))

    @property
    def time_left(self) -> timedelta | None:
        """How long it will still take at this pace; None where nobody can say."""
        if self.campaign.state is not State.SENDING:
            return None
        return self.pace.time_left(self.outcome.total.under_way)

    @property
    def by_union(self) -> list[tuple[int, Tally, list[Share]]]:
        """Each union's sum and its languages."""
        return [
            (union_id, tally, [share for share in self.outcome.shares if share.union_id == union_id])
            for union_id, tally in self.outcome.by_union.items()
        ]

    @property
    def moves(self) -> bool:
        """Whether there is news to be expected."""
        return self.campaign.state in {State.WAITING, State.SENDING, State.PAUSED}


@blueprint.get("/<union>/campaigns/<int:campaign_id>/live")
@allowed(Role.VIEWER)
def live(campaign_id: int) -> ResponseReturnValue:
    """The page."""
    campaign = visible(campaign_id)
    return show("campaigns/live", campaign=campaign, tabs=tabs(campaign), **_moving(campaign))


@blueprint.get("/<union>/campaigns/<int:campaign_id>/live/now")
@allowed(Role.VIEWER)
def live_now(campaign_id: int) -> ResponseReturnValue:
    """What of it moves; once the campaign is in another state, its heading and tabs do, too: the whole page."""
    campaign = visible(campaign_id)
    if request.args.get("state") != campaign.state:
        return Response(headers={"HX-Refresh": "true"})
    return fragment("campaigns/_live", campaign=campaign, **_moving(campaign))


def _moving(campaign: Campaign) -> dict[str, Any]:
    here = desk()
    return {"progress": progress(campaign), "may_steer": is_own(campaign, here) and here.may(Role.EDITOR)}


def progress(campaign: Campaign) -> Progress:
    """Read the ledger; how long that took decides when the page may ask again."""
    begun = time.monotonic()
    with beyond(session()):
        found = _read(campaign, desk().ledger_ids)
    return replace(found, wait_s=max(1, math.ceil((time.monotonic() - begun) / SHARE_OF_TIME)))


def _read(campaign: Campaign, seen: tuple[int, ...] | None) -> Progress:
    so_far = outcome(session(), campaign_id=campaign.id, union_ids=seen)
    return Progress(
        campaign=campaign,
        outcome=so_far,
        pace=pace(
            session(),
            campaign_id=campaign.id,
            union_ids=seen,
            started_at=campaign.started_at or now(),
            now=now(),
        ),
        replies=list(replies(session(), campaign_id=campaign.id, union_ids=seen)),
        problems=[problem for problem, _batches in problems(session(), campaign_id=campaign.id, union_ids=seen)],
        outlook=_outlook(campaign, so_far),
        asked_at=int(time.time() * 1000),
        wait_s=1,
    )


def _outlook(campaign: Campaign, so_far: Outcome) -> Outlook | None:
    if campaign.state is not State.SENDING:
        return None
    left = {union_id: tally.under_way for union_id, tally in so_far.by_union.items()}
    return outlook(left, campaign_id=campaign.id)
