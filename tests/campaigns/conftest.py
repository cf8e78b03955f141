"""A small alliance to tell the stories of a campaign about."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from newsletter.accounts.models import Account
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.services.creating import create_update
from newsletter.campaigns.services.editing import Edit
from newsletter.campaigns.services.writing import add_block, edit_block, write_subject
from newsletter.campaigns.side_by_side import blocks_of
from newsletter.subscribers.models import MailingList, MemberRole, Membership, Standing, Subscriber, Subscription
from newsletter.unions.models import Union, UnionKind

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@dataclass
class Alliance:
    """Three unions, an affiliate, one topic and an editor."""

    nasp: Union
    ue: Union
    unifor: Union
    topic: MailingList
    ana: Account


@pytest.fixture
def alliance(session: Session) -> Alliance:
    nasp = _union("nasp", UnionKind.ALLIANCE)
    ue, unifor = _union("ue"), _union("unifor")
    topic = MailingList(
        union=nasp, slug="medicare", is_public=True, name={"en": "Medicare"}, description={}, position=1
    )
    ana = Account(email="ana@ue.example", name="Ana", language="en", fs_uniquifier="ana", created_at=NOON)
    session.add_all([nasp, ue, unifor, topic, ana])
    session.flush()
    for number, (union, language) in enumerate([(ue, "en"), (ue, "es"), (unifor, "fr"), (unifor, "en")]):
        _member(session, number, union, language, topic)
    return Alliance(nasp, ue, unifor, topic, ana)


@pytest.fixture
def campaign(session: Session, alliance: Alliance) -> Campaign:
    """A joint draft in English and French, both with a subject and two blocks."""
    draft = create_update(
        session,
        union=alliance.nasp,
        title="May Day",
        topic=alliance.topic,
        languages=["en", "fr"],
        account_id=alliance.ana.id,
        now=NOON,
    )
    for text in ("May Day", "Join us"):
        block = {"kind": "heading", "text": text}
        add_block(session, campaign=draft, language="en", edit=seen(draft, "en"), block=block, at=9)
    for stored, text in zip(blocks_of(draft.source), ("Premier mai", "Venez"), strict=True):
        block = {"kind": "heading", "text": text}
        edit_block(session, campaign=draft, language="fr", edit=seen(draft, "fr"), block_id=stored["id"], block=block)
    for language, subject in (("en", "May Day"), ("fr", "Premier mai")):
        write_subject(
            session, campaign=draft, language=language, edit=seen(draft, language), subject=subject, preheader=""
        )
    return draft


def seen(campaign: Campaign, language: str | None = None) -> Edit:
    """An edit by somebody who has the present words before their eyes."""
    variant = campaign.variant(language) if language else None
    return Edit(account_id=1, seen_revision=variant.revision if variant else campaign.revision, now=NOON)


def _union(slug: str, kind: UnionKind = UnionKind.UNION) -> Union:
    return Union(
        slug=slug,
        kind=kind,
        short_name=slug.upper(),
        name={"en": slug},
        countries=["US"],
        languages=["en", "fr", "es"],
        postal_address="1 Main Street",
        website=f"https://{slug}.example",
        contact_email=f"office@{slug}.example",
        colour="#aa2222",
    )


def _member(session: Session, number: int, union: Union, language: str, topic: MailingList) -> None:
    person = Subscriber(
        email=f"member{number}@{union.slug}.example", address_hash=f"hash{number}", language=language, created_at=NOON
    )
    person.memberships.append(
        Membership(union=union, role=MemberRole.MEMBER, given_name=f"M{number}", family_name="Example")
    )
    person.subscriptions.append(Subscription(list=topic, standing=Standing.CONFIRMED, changed_at=NOON))
    session.add(person)
    session.flush()
