"""Home answers three questions: what is going out, what waits for my yes, how did the last one do."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.campaigns import queries
from newsletter.campaigns.models import Approval, Campaign
from newsletter.domains import telling
from newsletter.domains.models import SendingDomain
from newsletter.domains.queries import of_union
from newsletter.fence import beyond
from newsletter.reports.afterwards import leavers
from newsletter.reports.outcome import Outcome
from newsletter.unions.models import UnionKind
from newsletter.web.context import now, session
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import Desk, allowed, desk, desks, signed_in
from newsletter.web.manage.figures import outcome_of
from newsletter.web.manage.frame import show
from newsletter.web.masthead import NOBODY
from newsletter.web.security import current_account

LAST_ONES = 3


@dataclass(frozen=True)
class Finished:
    """A campaign that is over, and how it did."""

    campaign: Campaign
    outcome: Outcome
    left: int


@blueprint.get("/")
@signed_in
def index() -> ResponseReturnValue:
    """To the desk one sits at most; somebody without a role is told whom to ask."""
    account = current_account()
    mine = desks(account) if account else []
    if not mine:
        return render_template("manage/no_desk.html", masthead=NOBODY)
    own = [union for union in mine if union.kind is UnionKind.UNION]
    return redirect(url_for("manage.home", union=(own or mine)[0].slug))


@blueprint.get("/<union>/")
@allowed(Role.VIEWER)
def home() -> ResponseReturnValue:
    """The three questions."""
    here = desk()
    over = queries.last_over(session(), union_ids=here.union_ids, limit=LAST_ONES)
    return show(
        "home",
        going=[(one, _progress(one)) for one in queries.under_way(session(), union_ids=here.union_ids)],
        waiting=_waiting(here),
        drafts=queries.drafts(session(), union_ids=here.union_ids) if here.may(Role.EDITOR) else [],
        finished=[_finished(here, one) for one in over],
        domains=_in_want(here),
        telling=telling,
        now=now(),
    )


def _progress(campaign: Campaign) -> Outcome | None:
    if campaign.started_at is None:
        return None
    return outcome_of(campaign)


def _waiting(here: Desk) -> Sequence[tuple[Campaign, list[Approval]]]:
    if not here.may(Role.APPROVER):
        return []
    approvals = queries.waiting_approvals(session(), union_ids=here.union_ids)
    return [(campaign, list(some)) for campaign, some in groupby(approvals, key=lambda one: one.campaign)]


def _in_want(here: Desk) -> Sequence[SendingDomain]:
    """Domains whose DNS somebody has to do something about: owners, whom alone their page lets in."""
    if not here.may(Role.OWNER):
        return []
    return [one for one in of_union(session(), here.union.id) if one.in_want]


def _finished(here: Desk, campaign: Campaign) -> Finished:
    with beyond(session()):
        left = leavers(
            session(),
            campaign_id=campaign.id,
            list_id=campaign.list_id,
            union_ids=here.ledger_ids,
            started_at=campaign.started_at or campaign.created_at,
        )
    return Finished(campaign, outcome_of(campaign), sum(left.values()))
