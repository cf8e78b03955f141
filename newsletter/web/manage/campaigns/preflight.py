"""What preflight finds in a campaign: the same blocks, events and identities that delivery would use."""

from sqlalchemy import or_, select

from newsletter.campaigns.models import Campaign
from newsletter.campaigns.planning import within
from newsletter.campaigns.side_by_side import is_outdated
from newsletter.db import translated
from newsletter.delivery.identities import event_card, identity
from newsletter.events.models import Event
from newsletter.rendering import MailKind
from newsletter.rendering.preflight import Draft, Finding, Flight, preflight
from newsletter.unions import queries as unions
from newsletter.web.context import links, session
from newsletter.web.manage.display import union_by_id


def findings(campaign: Campaign) -> tuple[Finding, ...]:
    """Everything there is to say before it goes out, the worst first."""
    language, whole = campaign.languages[0], unions.alliance(session())
    reached = [union_by_id(union_id) for union_id in sorted(within(session(), campaign.union))]
    found = preflight(
        Flight(
            kind=MailKind(campaign.kind),
            languages=tuple(campaign.languages),
            drafts=tuple(_draft(campaign, one) for one in campaign.languages),
            identities=tuple(identity(union, whole, language) for union in reached),
            topic_name=translated(campaign.topic.name, language),
            event=event_card(campaign.event, language, links()) if campaign.event else None,
            events=frozenset(
                session().scalars(select(Event.id).where(or_(Event.union_id == campaign.union_id, Event.is_public)))
            ),
        )
    )
    return tuple(sorted(found, key=lambda one: (one.severity, one.language)))


def _draft(campaign: Campaign, language: str) -> Draft:
    variant, source = campaign.variant(language), campaign.source
    if variant is None:
        return Draft(language, "", "", [])
    outdated = variant is not source and is_outdated(source, variant)
    return Draft(language, variant.subject, variant.preheader, variant.blocks, outdated)
