"""A campaign as a plan for its audience: what would happen to everybody if it went out now."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.audiences import Audience, Plan
from newsletter.audiences.queries import ground
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.side_by_side import is_outdated
from newsletter.unions.models import Union, UnionKind
from newsletter.unions.queries import with_affiliates


def plan(session: Session, campaign: Campaign, *, now: datetime) -> Plan:
    """What the campaign would do now, with the approvals it has now. Raises BadRule."""
    return replace(
        plan_if_approved(session, campaign, now=now),
        granted=frozenset((one.union_id, one.language) for one in campaign.approvals if one.counts),
    )


def plan_if_approved(session: Session, campaign: Campaign, *, now: datetime) -> Plan:
    """What the campaign would do if every union said yes. Raises BadRule."""
    return Plan(
        audience=Audience.from_json(campaign.audience).settled(ground(session, union=campaign.union, now=now)),
        within=within(session, campaign.union),
        topic_id=campaign.list_id,
        languages=tuple(
            language for language in campaign.languages if (one := campaign.variant(language)) and one.is_complete
        ),
        french_is_whole=_french_is_whole(campaign),
    )


def _french_is_whole(campaign: Campaign) -> bool:
    french = campaign.variant("fr")
    return french is not None and french.is_complete and not is_outdated(campaign.source, french)


def within(session: Session, owner: Union) -> frozenset[int]:
    """The unions a campaign of this owner may reach: a union itself and its affiliates, the alliance all."""
    if owner.kind is UnionKind.ALLIANCE:
        return frozenset(session.scalars(select(Union.id)))
    return frozenset(with_affiliates(session, [owner.id]))
