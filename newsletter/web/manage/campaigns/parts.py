"""The parts of a campaign as tabs: what there is depends on how far it is, and on whose it is."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.campaigns import queries
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.web.context import session
from newsletter.web.manage.desk import Desk, desk

Tab = tuple[str, str, bool]

_SENT_FROM = {
    ".write_subject": ".text",
    ".add_block": ".text",
    ".edit_block": ".text",
    ".approve": ".approvals",
    ".launch_campaign": ".check",
    ".cancel": ".live",
}
"""A form that comes back with errors still stands on its tab."""


def visible(campaign_id: int) -> Campaign:
    """A campaign one may look at from this desk. Raises NotVisible."""
    return queries.visible_campaign(session(), union_ids=desk().union_ids, campaign_id=campaign_id)


def own(campaign_id: int) -> Campaign:
    """A campaign that is written at this desk. Raises NotVisible."""
    return queries.own_campaign(session(), union_ids=desk().union_ids, campaign_id=campaign_id)


def is_own(campaign: Campaign, here: Desk) -> bool:
    """Whether it is written at this desk; otherwise this union was only asked for its yes."""
    return campaign.union_id == here.union.id


def tabs(campaign: Campaign) -> list[Tab]:
    """The tabs of a campaign for this desk."""
    here = desk()
    found: list[Tab] = []
    if is_own(campaign, here) and here.may(Role.EDITOR) and campaign.state is State.DRAFT:
        found += [
            _tab(campaign, gettext("Details"), ".details"),
            _tab(campaign, gettext("Text"), ".text", language=campaign.languages[0]),
            _tab(campaign, gettext("Audience"), ".audience"),
        ]
    found.append(_tab(campaign, gettext("Preview"), ".preview"))
    found.append(_tab(campaign, gettext("Approvals"), ".approvals"))
    if is_own(campaign, here) and here.may(Role.EDITOR) and campaign.state is State.DRAFT:
        found.append(_tab(campaign, gettext("Check and send"), ".check"))
    if campaign.state not in {State.DRAFT, State.CANCELLED, State.DONE}:
        found.append(_tab(campaign, gettext("Live"), ".live"))
    if campaign.started_at is not None:
        found.append(_tab(campaign, gettext("Report"), ".report"))
    return found


def _tab(campaign: Campaign, text: str, endpoint: str, **values: Any) -> Tab:  # noqa: ANN401 (as url_for takes them)
    here = (request.endpoint or "").removeprefix("manage")
    current = endpoint in {here, _SENT_FROM.get(here)}
    return text, url_for(endpoint, campaign_id=campaign.id, **values), current
