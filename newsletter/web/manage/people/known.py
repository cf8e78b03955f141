"""Everything one union knows about one person, and nothing that another does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask_babel import gettext
from sqlalchemy.orm import Session

from newsletter.campaigns.models import Campaign
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Message
from newsletter.delivery.queries import sent_to
from newsletter.events.models import Rsvp
from newsletter.events.queries import said_by
from newsletter.subscribers import queries
from newsletter.subscribers.field_values import values_of
from newsletter.subscribers.models import (
    Basis,
    ConsentAction,
    ConsentRecord,
    ConsentWording,
    FieldValue,
    MailingList,
    Membership,
    Notice,
    Scope,
    Standing,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.unions.models import Union
from newsletter.web.languages import in_language


@dataclass(frozen=True)
class Act:
    """What somebody agreed to, or took back, at once."""

    at: datetime
    action: ConsentAction
    basis: Basis
    source: str
    wording: ConsentWording | None
    lists: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """One person as one union knows them."""

    person: Subscriber
    union: Union
    membership: Membership
    own: Sequence[FieldValue]
    """What is known in the union's own fields, in their order."""

    lists: dict[int, MailingList]
    subscriptions: Sequence[Subscription]
    consents: Sequence[ConsentRecord]
    suppressions: Sequence[Suppression]
    messages: Sequence[tuple[Message, Campaign]]
    """The last hundred."""

    notices: Sequence[Notice]
    rsvps: Sequence[Rsvp]

    @property
    def name(self) -> str:
        """As a heading; somebody without a name is called by their address."""
        return f"{self.membership.given_name} {self.membership.family_name}".strip() or self.person.email

    @property
    def acts(self) -> Sequence[Act]:
        """The consent records, several lists in one form being one act; the last first."""
        grouped = groupby(self.consents, key=lambda one: (one.at, one.action, one.basis, one.source, one.wording))
        return [
            Act(*shared, lists=tuple(sorted(self.list_name(one.list_id) for one in some))) for shared, some in grouped
        ]

    @property
    def confirmed(self) -> int:
        """How many lists they are on."""
        return sum(one.standing is Standing.CONFIRMED for one in self.subscriptions)

    @property
    def sent(self) -> int:
        """How many of the messages went out."""
        return sum(message.state is MessageState.SENT for message, _ in self.messages)

    @property
    def barred(self) -> Sequence[Suppression]:
        """Why they get nothing at all."""
        return [one for one in self.suppressions if one.scope is not Scope.LIST]

    def list_name(self, list_id: int) -> str:
        """A list in the page's language."""
        known = self.lists.get(list_id)
        return in_language(known.name) if known else str(gettext("a list kept by others"))


def known(session: Session, *, union: Union, subscriber_id: int) -> Known:
    """Somebody who is no member of this union does not exist. Raises NotVisible."""
    union_ids = (union.id,)
    person = queries.person(session, union_ids=union_ids, subscriber_id=subscriber_id)
    membership = queries.memberships(session, union_ids=union_ids, subscriber_id=subscriber_id)[0]
    return Known(
        person=person,
        union=union,
        membership=membership,
        own=_own(session, membership),
        lists={one.id: one for one in queries.visible_lists(session, union)},
        subscriptions=queries.subscriptions(session, union=union, subscriber_id=subscriber_id),
        consents=queries.consent_records(session, union=union, subscriber_id=subscriber_id),
        suppressions=queries.suppressions(session, union=union, address_hash=person.address_hash),
        messages=sent_to(session, union_ids=union_ids, subscriber_id=subscriber_id),
        notices=queries.notices(session, union=union, subscriber_id=subscriber_id),
        rsvps=said_by(session, union_ids=union_ids, subscriber_id=subscriber_id),
    )


def _own(session: Session, membership: Membership) -> Sequence[FieldValue]:
    kept = values_of(session, membership_id=membership.id).values()
    return sorted((one for one in kept if one.field.is_open), key=lambda one: (one.field.position, one.field_id))
