"""Unions and events as mails show them."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from newsletter.db import translated
from newsletter.events.models import Event
from newsletter.links import Links
from newsletter.rendering import Block, EventCard, Speaker, UnionIdentity
from newsletter.rendering.blocks.kinds import Event as EventBlock
from newsletter.rendering.blocks.kinds import EventList, TwoColumns
from newsletter.translations import catalog
from newsletter.unions.models import Union


def identity(union: Union, alliance: Union, language: str) -> UnionIdentity:
    """A union as it signs its mails in a language."""
    return UnionIdentity(
        name=translated(union.name, language),
        short_name=union.short_name,
        alliance_name=translated(alliance.name, language),
        logo_url=union.logo_url,
        colour=union.colour,
        postal_address=union.postal_address,
        website=union.website,
        contact_email=union.contact_email,
        languages=tuple(union.languages),
    )


def event_card(event: Event, language: str, links: Links) -> EventCard:
    """An event as a mail tells of it in a language."""
    zone = ZoneInfo(event.time_zone)
    return EventCard(
        title=translated(event.title, language),
        starts_at=event.starts_at.astimezone(zone),
        ends_at=event.ends_at.astimezone(zone),
        time_zone=event.time_zone,
        place=event.place or "",
        online_url=event.online_url or "",
        speakers=tuple(
            _speaker(one["name"], one.get("union", ""), translated(one.get("part", {}), language))
            for one in event.speakers
        ),
        interpretation=tuple(event.interpretation),
        description=translated(event.description, language),
        other_zones=tuple(event.other_zones),
        calendar_url=links.calendar(event.id) if event.is_public else "",
    )


def _speaker(name: str, union: str, part: str) -> Speaker:
    """Somebody who is not named yet stands under their part."""
    return Speaker(name, union, part) if name else Speaker(part, union)


def local_label(language: str, union_name: str, number: str) -> str:
    """A local as its members call it in a language: UE Local 506, section locale 506 de Unifor."""
    return catalog(language).gettext("%(union)s Local %(number)s") % {"union": union_name, "number": number}


def named_events(blocks: Sequence[Block]) -> frozenset[int]:
    """The numbers of all events that blocks name, at whatever depth."""
    ids: set[int] = set()
    for block in blocks:
        match block:
            case EventBlock(event) if event is not None:
                ids.add(event)
            case EventList(events):
                ids.update(events)
            case TwoColumns(left, right):
                ids |= named_events(left) | named_events(right)
    return frozenset(ids)
