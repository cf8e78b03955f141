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
from newsletter.subscribers.models import MailingList
from newsletter.unions.models import Union
from tests.factories import make_alliance, make_list, make_person, make_union

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ANA_ID = 1


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
    nasp, ue, unifor = make_alliance(session, "nasp"), make_union(session, "ue"), make_union(session, "unifor")
    topic = make_list(session, nasp, "medicare")
    ana = Account(id=ANA_ID, email="ana@ue.example", name="Ana", language="en", fs_uniquifier="ana", created_at=NOON)
    session.add(ana)
    for union, language in ((ue, "en"), (ue, "es"), (unifor, "fr"), (unifor, "en")):
        make_person(session, union, lists=[topic], language=language)
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
    return Edit(account_id=ANA_ID, seen_revision=variant.revision if variant else campaign.revision, now=NOON)
