"""An alliance with as many people as a bench asks for, written by a few statements whatever their number.

Who is who follows from the row's number alone, so a crowd of one size is always the same crowd.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, case, cast, func, insert, literal, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from newsletter.audiences import Audience
from newsletter.bench.population import found
from newsletter.bench.sink import DOMAIN
from newsletter.campaigns.models import Approval, Campaign, CampaignKind, Variant
from newsletter.subscribers.models import (
    MailedBy,
    MailingList,
    MemberRole,
    Membership,
    Scope,
    Standing,
    Subscriber,
    Subscription,
    Suppression,
    SuppressionReason,
)
from newsletter.unions.models import UnionKind

LANGUAGES = ("en", "fr", "es")
LISTS = 3
UNIONS = 4

IN_TWO_UNIONS_EVERY = 10
SUPPRESSED_EVERY = 20
FRIEND_EVERY = 11


@dataclass(frozen=True)
class Crowd:
    """Where its people are."""

    alliance_id: int
    union_ids: tuple[int, ...]
    list_ids: tuple[int, ...]


def gather(session: Session, *, people: int, now: datetime) -> Crowd:
    """Make unions, lists and so many people on an empty database."""
    alliance = found(session, "alliance", UnionKind.ALLIANCE)
    unions = [found(session, f"union-{number}", UnionKind.UNION) for number in range(UNIONS)]
    lists = [_list(alliance.id, position) for position in range(LISTS)]
    session.add_all(lists)
    session.flush()
    _trust_ourselves(session)
    crowd = Crowd(alliance.id, tuple(one.id for one in unions), tuple(one.id for one in lists))
    _people(session, people, now)
    _memberships(session, crowd)
    _subscriptions(session, crowd, now)
    _suppressions(session, crowd, now)
    return crowd


def _trust_ourselves(session: Session) -> None:
    """Let PostgreSQL believe that our rows refer to rows: looking each up takes longer than all the rest.

    Only a superuser may ask for that; on an operator's own database it takes its time.
    """
    if session.get_bind().dialect.name == "postgresql":
        with suppress(ProgrammingError), session.begin_nested():
            session.execute(text("SET LOCAL session_replication_role = replica"))


def announce(session: Session, crowd: Crowd, *, audience: Audience, now: datetime) -> Campaign:
    """A campaign of the alliance with few words in each language and every union's yes."""
    campaign = Campaign(
        union_id=crowd.alliance_id,
        kind=CampaignKind.UPDATE,
        title="Bench",
        list_id=crowd.list_ids[0],
        audience=audience.to_json(),
        languages=list(LANGUAGES),
        created_at=now,
    )
    words = {"kind": "text", "html": "<p>Dear {{given_name|friend}}, we meet on the first of May.</p>"}
    campaign.variants = [
        Variant(language=language, subject="To {{given_name|friend}}", preheader="", blocks=[words], revision=1)
        for language in LANGUAGES
    ]
    campaign.approvals = [
        Approval(union_id=union_id, language=language, revision=1, granted=True, decided_at=now)
        for union_id in crowd.union_ids
        for language in LANGUAGES
    ]
    session.add(campaign)
    session.flush()
    return campaign


def _list(alliance_id: int, position: int) -> MailingList:
    return MailingList(
        union_id=alliance_id,
        slug=f"topic-{position}",
        is_public=True,
        mailed_by=MailedBy.ALLIANCE,
        name={"en": f"Topic {position}"},
        description={},
        position=position,
    )


def _people(session: Session, people: int, now: datetime) -> None:
    if session.get_bind().dialect.name == "sqlite":
        session.connection().connection.driver_connection.create_function("md5", 1, _md5)  # type: ignore[union-attr]
    numbers = select(literal(1).label("number")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.number + 1).where(numbers.c.number < people))
    number = numbers.c.number
    address = literal("member") + cast(number, String) + literal(f"@{DOMAIN}")
    languages, countries = ((7, "fr"), (9, "es")), ((7, "CA"), (8, "CA"), (9, "MX"))
    columns: dict[str, ColumnElement[Any]] = {
        "email": address,
        "address_hash": func.md5(address),
        "language": case(*((number % 10 == digit, code) for digit, code in languages), else_="en"),
        "country": case(*((number % 10 == digit, code) for digit, code in countries), else_="US"),
        "created_at": literal(now, Subscriber.created_at.type),
    }
    session.execute(insert(Subscriber).from_select(list(columns), select(*columns.values()).order_by(number)))


def _memberships(session: Session, crowd: Crowd) -> None:
    """One in ten is a member of two unions, and FRIEND is what a campaign can leave out."""
    digit = Subscriber.id % 10
    role = case(
        (Subscriber.id % FRIEND_EVERY == 0, MemberRole.FRIEND),
        (digit == 6, MemberRole.ORGANIZER),  # noqa: PLR2004 (a tenth of them)
        (digit == 7, MemberRole.LEADER),  # noqa: PLR2004
        (digit == 9, MemberRole.EDUCATOR),  # noqa: PLR2004
        else_=MemberRole.MEMBER,
    )
    given_name = literal("Maria ") + cast(Subscriber.id, String)
    for shift, who in ((0, literal(value=True)), (1, Subscriber.id % IN_TWO_UNIONS_EVERY == 0)):
        columns: dict[str, Any] = {
            "subscriber_id": Subscriber.id,
            "union_id": _one_of(crowd.union_ids, Subscriber.id + shift),
            "role": role,
            "given_name": given_name,
            "family_name": literal("Garza"),
            "sort_name": literal("garza maria ") + cast(Subscriber.id, String),
            "call_name": literal("maria ") + cast(Subscriber.id, String) + literal(" garza"),
        }
        rows = select(*columns.values()).where(who).order_by(Subscriber.id)
        session.execute(insert(Membership).from_select(list(columns), rows))


def _subscriptions(session: Session, crowd: Crowd, now: datetime) -> None:
    """Everybody is on one list, and every second on the next one, too."""
    for shift, who in ((0, literal(value=True)), (1, Subscriber.id % 2 == 0)):
        columns: dict[str, Any] = {
            "subscriber_id": Subscriber.id,
            "list_id": _one_of(crowd.list_ids, Subscriber.id + shift),
            "standing": literal(Standing.CONFIRMED, Subscription.standing.type),
            "changed_at": literal(now, Subscription.changed_at.type),
        }
        session.execute(insert(Subscription).from_select(list(columns), select(*columns.values()).where(who)))


def _suppressions(session: Session, crowd: Crowd, now: datetime) -> None:
    columns: dict[str, Any] = {
        "address_hash": Subscriber.address_hash,
        "scope": literal(Scope.ALLIANCE, Suppression.scope.type),
        "list_id": literal(0),
        "union_id": literal(crowd.alliance_id),
        "reason": literal(SuppressionReason.BOUNCED, Suppression.reason.type),
        "at": literal(now, Suppression.at.type),
    }
    rows = select(*columns.values()).where(Subscriber.id % SUPPRESSED_EVERY == 5)  # noqa: PLR2004 (one in twenty)
    session.execute(insert(Suppression).from_select(list(columns), rows))


def _one_of(ids: tuple[int, ...], number: ColumnElement[int]) -> ColumnElement[int]:
    which = cast(number, Integer) % len(ids)
    return case(*((which == place, one) for place, one in enumerate(ids)), else_=ids[0])


def _md5(text: str) -> str:
    """As PostgreSQL's: SQLite has none. It spreads the keys of an index as a real digest does."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
