"""What became of a campaign: fates that add up first; then who left, who answered, what relays said."""

from dataclasses import dataclass
from datetime import datetime

from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.campaigns.models import Campaign
from newsletter.delivery.queries import sent_again
from newsletter.errors import NotVisible
from newsletter.events.models import Answer
from newsletter.fence import beyond
from newsletter.reports.afterwards import LEAVING_WINDOW, answers, leavers
from newsletter.reports.outcome import Left, Outcome, outcome
from newsletter.reports.replies import Said, replies
from newsletter.web.context import session
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns.parts import tabs, visible
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show


@dataclass(frozen=True)
class Report:
    """The figures of a campaign, as far as this desk may see them."""

    outcome: Outcome
    left: dict[int, int]
    answers: dict[tuple[int, Answer], int]
    replies: list[Said]

    again: int
    """Mails that were in doubt and sent again."""

    def left_out(self, union_id: int) -> list[Left]:
        """Why some of a union were not mailed."""
        return [one for one in self.outcome.left_out if one.union_id == union_id]

    def said(self, answer: Answer) -> int:
        """How many gave this answer."""
        return sum(count for (_union, said), count in self.answers.items() if said is answer)


@blueprint.get("/<union>/campaigns/<int:campaign_id>/report")
@allowed(Role.VIEWER)
def report(campaign_id: int) -> ResponseReturnValue:
    """The page; there is none before a campaign began to go out."""
    campaign = visible(campaign_id)
    return show(
        "campaigns/report",
        campaign=campaign,
        tabs=tabs(campaign),
        report=report_of(campaign),
        answers=list(Answer),
        days=LEAVING_WINDOW.days,
    )


def report_of(campaign: Campaign) -> Report:
    """All figures. Raises NotVisible where nothing went out yet."""
    if campaign.started_at is None:
        raise NotVisible
    with beyond(session()):
        return _figures(campaign, campaign.started_at, desk().ledger_ids)


def _figures(campaign: Campaign, started_at: datetime, seen: tuple[int, ...] | None) -> Report:
    return Report(
        outcome(session(), campaign_id=campaign.id, union_ids=seen),
        dict(
            leavers(
                session(),
                campaign_id=campaign.id,
                list_id=campaign.list_id,
                union_ids=seen,
                started_at=started_at,
            )
        ),
        dict(answers(session(), event_id=campaign.event_id, union_ids=seen)) if campaign.event_id else {},
        list(replies(session(), campaign_id=campaign.id, union_ids=seen)),
        sent_again(session(), campaign_id=campaign.id, union_ids=seen),
    )
