"""An alliance with one union of as many members as a bench needs, and a campaign of the size it asks for."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from newsletter.audiences import Audience
from newsletter.bench.sink import DOMAIN
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Approval, Campaign, CampaignKind, Variant
from newsletter.delivery.addressing import Addressee
from newsletter.subscribers.models import (
    MailedBy,
    MailingList,
    MemberRole,
    Membership,
    Standing,
    Subscriber,
    Subscription,
)
from newsletter.tokens import Signer
from newsletter.unions.models import SenderIdentity, Union, UnionKind

AT_ONCE = 5000

_SENTENCE = "Workers of both countries met {{given_name|friend}} and spoke of what they share. "


def fill(session: Session, *, people: int, signer: Signer, now: datetime) -> Campaign:
    """Unions, people and a campaign that waits to be started."""
    alliance, union = found(session, "alliance", UnionKind.ALLIANCE), found(session, "union", UnionKind.UNION)
    topic = MailingList(
        union_id=alliance.id,
        slug="bench",
        is_public=True,
        mailed_by=MailedBy.ALLIANCE,
        name={"en": "Bench"},
        description={},
        position=1,
    )
    session.add(topic)
    session.flush()
    for first in range(1, people + 1, AT_ONCE):
        _people(session, range(first, min(first + AT_ONCE, people + 1)), union, topic, signer, now)
    session.execute(text("ANALYZE"))  # as a database that is in use has done long since
    return _campaign(session, alliance, union, topic, now)


def words(paragraphs: int) -> list[dict[str, Any]]:
    """Blocks of a personal greeting and so many paragraphs."""
    plain = _SENTENCE.replace("{{given_name|friend}}", "the delegates")
    greeting = {"kind": "text", "html": f"<p>{_SENTENCE}</p>"}
    return [greeting, *({"kind": "text", "html": f"<p>{plain * 5}</p>"} for _ in range(paragraphs))]


def address(number: int) -> str:
    """The mailbox of a member."""
    return f"member{number}@{DOMAIN}"


def addresses(people: int) -> set[str]:
    """Everybody's mailbox."""
    return {address(number) for number in range(1, people + 1)}


def somebody() -> Addressee:
    """One of them, as delivery sees people."""
    return Addressee(1, address(1), "Maria 1", "Garza", "")


def found(session: Session, slug: str, kind: UnionKind) -> Union:
    """Make a union with a sender of its own."""
    union = Union(
        slug=slug,
        kind=kind,
        short_name=slug,
        name={"en": slug.title()},
        countries=["US"],
        languages=["en"],
        postal_address="1 Union Square, Pittsburgh PA 15222",
        website="https://union.example",
        contact_email="contact@union.example",
        colour="#234f8f",
    )
    session.add(union)
    session.flush()
    news = f"news@{slug}.example"
    session.add(SenderIdentity(union_id=union.id, name=slug, address=news, reply_to=news, is_default=True))
    return union


def _people(  # noqa: PLR0917 (a private step of `fill`)
    session: Session, numbers: range, union: Union, topic: MailingList, signer: Signer, now: datetime
) -> None:
    session.execute(
        insert(Subscriber),
        [
            {
                "id": number,
                "email": address(number),
                "address_hash": signer.address_hash(address(number)),
                "language": "en",
                "created_at": now,
            }
            for number in numbers
        ],
    )
    session.execute(
        insert(Membership),
        [
            {
                "subscriber_id": number,
                "union_id": union.id,
                "role": MemberRole.MEMBER,
                "given_name": f"Maria {number}",
                "family_name": "Garza",
            }
            for number in numbers
        ],
    )
    session.execute(
        insert(Subscription),
        [
            {"subscriber_id": number, "list_id": topic.id, "standing": Standing.CONFIRMED, "changed_at": now}
            for number in numbers
        ],
    )


def _campaign(session: Session, alliance: Union, union: Union, topic: MailingList, now: datetime) -> Campaign:
    campaign = Campaign(
        union_id=alliance.id,
        kind=CampaignKind.UPDATE,
        title="Bench",
        list_id=topic.id,
        audience=Audience((topic.id,)).to_json(),
        languages=["en"],
        state=State.DRAFT,
        created_at=now,
    )
    campaign.variants = [
        Variant(language="en", subject="To {{given_name|friend}}", preheader="", blocks=[], revision=1)
    ]
    campaign.approvals = [
        Approval(union_id=union.id, language="en", revision=1, granted=True, decided_at=now, account_id=None)
    ]
    session.add(campaign)
    session.flush()
    return campaign
