"""A campaign as a plan for its audience."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.audiences import Audience, Plan
from newsletter.campaigns.models import Campaign
from newsletter.unions.models import Union, UnionKind
from newsletter.unions.queries import with_affiliates


def plan(session: Session, campaign: Campaign) -> Plan:
    """What the campaign would do now, with the approvals it has now."""
    return Plan(
        audience=Audience.from_json(campaign.audience),
        within=within(session, campaign.union),
        topic_id=campaign.list_id,
        languages=tuple(
            language for language in campaign.languages if (one := campaign.variant(language)) and one.is_complete
        ),
        granted=frozenset((one.union_id, one.language) for one in campaign.approvals if one.counts),
    )


def within(session: Session, owner: Union) -> frozenset[int]:
    """The unions a campaign of this owner may reach: a union itself and its affiliates, the alliance all."""
    if owner.kind is UnionKind.ALLIANCE:
        return frozenset(session.scalars(select(Union.id)))
    return frozenset(with_affiliates(session, [owner.id]))
