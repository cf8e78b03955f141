"""What an archive of one union reaches: its people by number, and the lists, campaigns and events they lead to."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.campaigns.models import Approval, Campaign
from newsletter.delivery.identities import named_events
from newsletter.events.models import Event, Rsvp
from newsletter.rendering import BlockError, parse_blocks
from newsletter.subscribers.models import MailingList, Membership
from newsletter.subscribers.writable import writable_by
from newsletter.unions.models import Union

SET_PEOPLE = 2_000


@dataclass(frozen=True)
class People:
    """The members' numbers in the database, ascending: eight bytes for each. Their place is their number here."""

    ids: "array[int]"

    def number(self, subscriber_id: int) -> int | None:
        """Of a person in the archive; None of somebody who is no member."""
        place = bisect_left(self.ids, subscriber_id)
        found = place < len(self.ids) and self.ids[place] == subscriber_id
        return place + 1 if found else None

    def sets(self) -> Iterator[Sequence[int]]:
        """A few thousand at a time."""
        for first in range(0, len(self.ids), SET_PEOPLE):
            yield self.ids[first : first + SET_PEOPLE].tolist()


@dataclass(frozen=True)
class Reach:
    """Everything there is to write, by its rows where they are few."""

    union: Union
    people: People
    campaigns: Sequence[Campaign]
    events: Sequence[Event]
    lists: Sequence[MailingList]

    @property
    def list_ids(self) -> list[int]:
        """Of those lists."""
        return [one.id for one in self.lists]


def reach_of(session: Session, union: Union) -> Reach:
    """Look it up. Index: ix_membership_union_id_subscriber_id."""
    found = select(Membership.subscriber_id).where(Membership.union_id == union.id)
    ids = array("q", session.scalars(found.order_by(Membership.subscriber_id).execution_options(yield_per=10_000)))
    campaigns = _campaigns(session, union)
    return Reach(union, People(ids), campaigns, _events(session, union, campaigns), _lists(session, union, campaigns))


def _campaigns(session: Session, union: Union) -> Sequence[Campaign]:
    """Its own, and those of others that went out and on which it was asked."""
    asked = select(Approval.campaign_id).where(Approval.union_id == union.id)
    return session.scalars(
        select(Campaign)
        .where(
            (Campaign.union_id == union.id) | (Campaign.id.in_(asked) & Campaign.started_at.is_not(None)),
        )
        .order_by(Campaign.id)
    ).all()


def _events(session: Session, union: Union, campaigns: Sequence[Campaign]) -> Sequence[Event]:
    """Its own, those its members answered, and those its campaigns name, as far as they may."""
    answered = select(Rsvp.event_id).where(Rsvp.union_id == union.id)
    invited = [one.event_id for one in campaigns if one.event_id]
    named = {event_id for one in campaigns for variant in one.variants for event_id in _named(variant.blocks)}
    shown = Event.id.in_(named) & (Event.is_public | (Event.union_id == union.id))
    return session.scalars(
        select(Event)
        .where((Event.union_id == union.id) | Event.id.in_(answered) | Event.id.in_(invited) | shown)
        .order_by(Event.id)
    ).all()


def _named(blocks: list[dict[str, object]]) -> frozenset[int]:
    try:
        return named_events(parse_blocks(blocks))
    except BlockError:
        return frozenset()


def _lists(session: Session, union: Union, campaigns: Sequence[Campaign]) -> Sequence[MailingList]:
    """Those it may write to, and those its campaigns went to."""
    topics = [one.list_id for one in campaigns]
    return session.scalars(
        select(MailingList).where(writable_by([union.id]) | MailingList.id.in_(topics)).order_by(MailingList.id)
    ).all()
