"""Small populations drawn by chance, and their rows."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.orm import Session

from newsletter.events.models import Answer, Event, Rsvp
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.models import (
    Basis,
    CustomField,
    FieldValue,
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
from newsletter.unions.models import Local, Union, UnionKind
from tests.clock import NOON

ALLIANCE, UE, ILWU, IBU = UNIONS = (1, 2, 3, 4)
PARENT = {IBU: ILWU}

TRADE, CLIMATE, DOCKS, LEADERS = LISTS = (1, 2, 3, 4)
OWNER = {TRADE: ALLIANCE, CLIMATE: ALLIANCE, DOCKS: ILWU, LEADERS: UE}
FOR_EVERYBODY = {TRADE, CLIMATE}


EVENTS = (1, 2)
FIELDS = {1: FieldKind.CHOICE, 2: FieldKind.NUMBER, 3: FieldKind.DATE, 4: FieldKind.YES_NO}
OWNER_OF_FIELD = {1: UE, 2: UE, 3: ILWU, 4: ILWU}
CHOICES = ("day", "night")

Value = str | float | bool | date


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

    locals: dict[int, int] = field(default_factory=dict)
    """Their local by union; a local has its union's number."""

    joined: dict[int, int] = field(default_factory=dict)
    """By union how many days ago, as far as it is known."""

    changed: int = 0
    """How many days ago they last did anything with their subscriptions."""

    basis: Basis = Basis.EXPRESS
    answers: dict[int, tuple[int, Answer]] = field(default_factory=dict)
    """By event through which union, and what."""

    values: dict[int, Value] = field(default_factory=dict)
    """By field, for the union whose it is."""

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
days_ago = st.sampled_from([0, 1, 29, 30, 31, 400])
days = days_ago.map(lambda ago: NOON.date() - timedelta(ago))
VALUES: dict[FieldKind, st.SearchStrategy[Value]] = {
    FieldKind.CHOICE: st.sampled_from(CHOICES),
    FieldKind.NUMBER: st.integers(0, 3).map(float),
    FieldKind.DATE: days,
    FieldKind.YES_NO: st.booleans(),
}
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
    locals=st.dictionaries(st.sampled_from(UNIONS), st.sampled_from(UNIONS), max_size=2),
    joined=st.dictionaries(st.sampled_from(UNIONS), days_ago, max_size=3),
    changed=days_ago,
    basis=st.sampled_from(Basis),
    answers=st.dictionaries(
        st.sampled_from(EVENTS), st.tuples(st.sampled_from(UNIONS), st.sampled_from(Answer)), max_size=2
    ),
    values=st.sets(st.sampled_from(list(FIELDS)), max_size=3).flatmap(
        lambda some: st.fixed_dictionaries({one: VALUES[FIELDS[one]] for one in some})
    ),
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
    for number in UNIONS:
        local = {"number": str(number), "name": "", "country": "US", "region": "US-PA"}
        session.execute(insert(Local).values(id=number, union_id=number, **local))
    for number in EVENTS:
        about = {"title": {}, "description": {}, "time_zone": "UTC", "other_zones": [], "speakers": []}
        session.execute(
            insert(Event).values(
                id=number,
                union_id=ALLIANCE,
                starts_at=NOON,
                ends_at=NOON,
                interpretation=[],
                is_public=True,
                **about,
            )
        )
    for number, field_kind in FIELDS.items():
        union = OWNER_OF_FIELD[number]
        named: dict[str, object] = {"key": f"field{number}", "label": {}, "choices": [], "position": number}
        session.execute(insert(CustomField).values(id=number, union_id=union, kind=field_kind, **named))


def columns(value: Value) -> dict[str, object]:
    """A value in the column of its kind."""
    column = "text" if isinstance(value, str) else "day" if isinstance(value, date) else "number"
    return {"text": None, "day": None, "number": None} | {column: float(value) if isinstance(value, bool) else value}


def settle(session: Session, population: list[Person]) -> None:
    """Write everybody's rows; the first person has number 1."""
    rows: dict[type, list[dict[str, object]]] = {
        table: [] for table in (Subscriber, Membership, Subscription, Suppression, Rsvp, FieldValue)
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
                "local_id": one.locals.get(union),
                "joined_on": NOON.date() - timedelta(one.joined[union]) if union in one.joined else None,
            }
            for place, (union, role) in enumerate(one.memberships)
        ]
        rows[Subscription] += [
            {
                "subscriber_id": number,
                "list_id": topic,
                "standing": standing,
                "changed_at": NOON - timedelta(one.changed),
                "basis": one.basis,
            }
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
        rows[Rsvp] += [
            {"event_id": event, "subscriber_id": number, "union_id": union, "answer": answer, "answered_at": NOON}
            for event, (union, answer) in one.answers.items()
        ]
        rows[FieldValue] += [
            {"membership_id": number * 10 + place, "field_id": one_field, **columns(one.values[one_field])}
            for place, (union, _) in enumerate(one.memberships)
            for one_field in one.values
            if OWNER_OF_FIELD[one_field] == union
        ]
    for table, written in rows.items():
        if written:
            session.execute(insert(table), written)
