"""People and lists."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

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
from newsletter.unions.models import Local, Union, UnionKind

SIGNER = Signer("a secret that only the tests know, and know well")
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
_numbers = count(1)


def make_list(session: Session, owner: Union, slug: str = "trade", *, is_public: bool = True) -> MailingList:
    """A topic."""
    made = MailingList(
        union_id=owner.id,
        slug=slug,
        is_public=is_public,
        mailed_by=MailedBy.ALLIANCE if is_public and owner.kind is UnionKind.ALLIANCE else MailedBy.OWNER,
        name={"en": slug.title(), "fr": f"{slug.title()} (fr)", "es": f"{slug.title()} (es)"},
        description={"en": "About it", "fr": "À ce sujet", "es": "Sobre ello"},
        position=next(_numbers),
    )
    session.add(made)
    session.flush()
    return made


def make_person(
    session: Session,
    *unions: Union,
    lists: Sequence[MailingList] = (),
    email: str | None = None,
    standing: Standing = Standing.CONFIRMED,
    language: str = "en",
    country: str | None = "US",
    region: str | None = None,
    role: MemberRole = MemberRole.MEMBER,
    given_name: str = "Maria",
    family_name: str = "Garza",
) -> Subscriber:
    """A member of these unions who stands like this with these lists."""
    email = email or f"person{next(_numbers)}@members.example"
    person = Subscriber(
        email=email,
        address_hash=SIGNER.address_hash(email),
        language=language,
        country=country,
        region=region,
        created_at=LONG_AGO,
    )
    session.add(person)
    session.flush()
    for union in unions:
        local = session.scalar(select(Local.id).where(Local.union_id == union.id))
        person.memberships.append(
            Membership(union_id=union.id, local_id=local, role=role, given_name=given_name, family_name=family_name)
        )
    for one in lists:
        person.subscriptions.append(Subscription(list_id=one.id, standing=standing, changed_at=LONG_AGO))
    session.flush()
    return person
