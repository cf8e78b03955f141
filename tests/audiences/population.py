"""Small populations drawn by chance, and their rows."""

from dataclasses import dataclass

from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.orm import Session

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
from newsletter.unions.models import Union, UnionKind
from tests.clock import NOON

ALLIANCE, UE, ILWU, IBU = UNIONS = (1, 2, 3, 4)
PARENT = {IBU: ILWU}

TRADE, CLIMATE, DOCKS, LEADERS = LISTS = (1, 2, 3, 4)
OWNER = {TRADE: ALLIANCE, CLIMATE: ALLIANCE, DOCKS: ILWU, LEADERS: UE}
FOR_EVERYBODY = {TRADE, CLIMATE}


@dataclass(frozen=True)
class Bar:
    scope: Scope
    union: int
    topic: int
    reason: SuppressionReason


@dataclass(frozen=True)
class Person:
    memberships: tuple[tuple[int, MemberRole], ...]
    """In the order in which they were made; those that have ended among them."""

    standings: dict[int, Standing]
    language: str
    country: str | None
    region: str | None
    bars: tuple[Bar, ...]

    ended: frozenset[int] = frozenset()
    """The unions they have left."""

    @property
    def current(self) -> list[tuple[int, MemberRole]]:
        """The memberships that count."""
        return [one for one in self.memberships if one[0] not in self.ended]


bars = st.one_of(
    st.builds(Bar, st.just(Scope.ALLIANCE), st.just(ALLIANCE), st.just(0), st.sampled_from(SuppressionReason)),
    st.builds(Bar, st.just(Scope.UNION), st.sampled_from(UNIONS), st.just(0), st.sampled_from(SuppressionReason)),
    st.sampled_from(LISTS).flatmap(
        lambda topic: st.builds(
            Bar, st.just(Scope.LIST), st.just(OWNER[topic]), st.just(topic), st.sampled_from(SuppressionReason)
        )
    ),
)
people = st.builds(
    Person,
    memberships=st.lists(
        st.tuples(st.sampled_from(UNIONS), st.sampled_from(MemberRole)), max_size=3, unique_by=lambda one: one[0]
    ).map(tuple),
    standings=st.dictionaries(
        st.sampled_from(LISTS), st.sampled_from([Standing.CONFIRMED, *Standing]), min_size=1, max_size=3
    ),
    language=st.sampled_from(["en", "fr", "es", "pt"]),
    country=st.sampled_from(["US", "CA", "MX", None]),
    region=st.sampled_from([None, "CA-QC", "CA-ON"]),
    bars=st.lists(bars, max_size=2, unique_by=lambda one: (one.scope, one.union, one.topic)).map(tuple),
    ended=st.just(frozenset()) | st.frozensets(st.sampled_from(UNIONS), max_size=2),
)


def lay_ground(session: Session) -> None:
    """The unions and lists of every population, under the numbers used here."""
    for number in UNIONS:
        kind = UnionKind.ALLIANCE if number == ALLIANCE else UnionKind.UNION
        rest: dict[str, object] = {
            "short_name": "",
            "name": {},
            "countries": [],
            "languages": [],
            "postal_address": "",
            "website": "",
        }
        one = {"id": number, "slug": f"union{number}", "kind": kind, "contact_email": "", "colour": "", **rest}
        session.execute(insert(Union).values(parent_id=PARENT.get(number), **one))
    for number in LISTS:
        is_topic = OWNER[number] == ALLIANCE and number != LEADERS
        more: dict[str, object] = {
            "is_public": number != LEADERS,
            "mailed_by": MailedBy.ALLIANCE if is_topic else MailedBy.OWNER,
            "name": {},
            "description": {},
            "position": number,
        }
        session.execute(insert(MailingList).values(id=number, slug=f"list{number}", union_id=OWNER[number], **more))


def settle(session: Session, population: list[Person]) -> None:
    """Write everybody's rows; the first person has number 1."""
    rows: dict[type, list[dict[str, object]]] = {
        table: [] for table in (Subscriber, Membership, Subscription, Suppression)
    }
    for number, one in enumerate(population, 1):
        rows[Subscriber].append(
            {
                "id": number,
                "email": f"person{number}@members.example",
                "address_hash": f"hash{number}",
                "language": one.language,
                "country": one.country,
                "region": one.region,
                "created_at": NOON,
            }
        )
        rows[Membership] += [
            {
                "id": number * 10 + place,
                "subscriber_id": number,
                "union_id": union,
                "role": role,
                "given_name": "",
                "family_name": "",
                "ended_on": NOON.date() if union in one.ended else None,
            }
            for place, (union, role) in enumerate(one.memberships)
        ]
        rows[Subscription] += [
            {"subscriber_id": number, "list_id": topic, "standing": standing, "changed_at": NOON}
            for topic, standing in one.standings.items()
        ]
        rows[Suppression] += [
            {
                "address_hash": f"hash{number}",
                "scope": bar.scope,
                "union_id": bar.union,
                "list_id": bar.topic,
                "reason": bar.reason,
                "at": NOON,
            }
            for bar in one.bars
        ]
    for table, written in rows.items():
        if written:
            session.execute(insert(table), written)
