"""Who gets a campaign and who does not, worked out slowly, one person after the other."""

from collections.abc import Sequence
from datetime import date, timedelta

from newsletter.audiences import Plan, Reason
from newsletter.audiences.reasons import HOLDING
from newsletter.audiences.rule import (
    SILENCE,
    AllOf,
    Answered,
    AnyOf,
    Between,
    FieldTest,
    HasField,
    HasRole,
    InCountries,
    InLocals,
    InRegions,
    InSegment,
    InUnions,
    Joined,
    NoneOf,
    OnBasis,
    OnLists,
    Reads,
    Rule,
    WasSent,
)
from newsletter.audiences.when import Days, InLastDays, LongerAgo, When
from newsletter.subscribers.models import Scope, Standing, SuppressionReason
from tests.audiences.population import ALLIANCE, FOR_EVERYBODY, OWNER, OWNER_OF_FIELD, PARENT, Bar, Person, Value
from tests.clock import NOON

TODAY = NOON.date()
SEGMENTS: dict[int, Rule] = {
    1: AnyOf((InRegions(("CA-QC",)), Joined(InLastDays(30)))),
    2: NoneOf((InSegment(1), Reads(("es",)))),
}

Member = tuple[int, str]
Row = tuple[int, int, str, Reason | None]

LEFT = {Scope.ALLIANCE: Reason.LEFT_ALLIANCE, Scope.UNION: Reason.LEFT_UNION, Scope.LIST: Reason.LEFT_LIST}


def expected(population: list[Person], plan: Plan) -> set[Row]:
    rows = set()
    for number, person in enumerate(population, 1):
        found = [
            (number, union, language_of(person, plan), reason_of(person, union, plan))
            for union, role in person.current
            if is_reached(person, (union, role), plan)
        ]
        if found:
            rows.add(min(found, key=lambda row: 0 if row[3] is None else 1 if row[3] in HOLDING else 2))
    return rows


def is_reached(person: Person, member: Member, plan: Plan) -> bool:
    visible = [one for one in person.current if one[0] in plan.within]
    return (
        member in visible
        and is_on(person, plan.audience.list_ids, plan)
        and holds(plan.audience.only, person, [member], plan)
        and not holds(plan.audience.never, person, visible, plan)
    )


def holds(rule: Rule, person: Person, members: Sequence[Member], plan: Plan) -> bool:  # noqa: C901, PLR0911, PLR0912 (one each)
    """By any of these memberships."""
    match rule:
        case AllOf(rules):
            return all(holds(one, person, members, plan) for one in rules)
        case AnyOf(rules):
            return any(holds(one, person, members, plan) for one in rules)
        case NoneOf(rules):
            return not any(holds(one, person, members, plan) for one in rules)
        case OnLists(ids, standing, since):
            return is_on(person, ids, plan, standing) and (since is None or was(ago(person.changed), since))
        case InLocals(ids):
            return any(person.locals.get(union) in ids for union, _ in members)
        case InRegions(regions):
            return person.region in regions
        case Joined(when):
            return any(union in person.joined and was(ago(person.joined[union]), when) for union, _ in members)
        case OnBasis(bases, since):
            everywhere = tuple(OWNER)
            return (
                person.basis in bases
                and is_on(person, everywhere, plan)
                and (since is None or was(ago(person.changed), since))
            )
        case Answered(ids, answer):
            said = [what for event, (union, what) in person.answers.items() if event in ids and union in plan.within]
            return not said if answer == SILENCE else answer in said
        case WasSent():
            return False  # nothing has gone out here
        case HasField(field_id, test):
            owner = OWNER_OF_FIELD[field_id]
            known = owner in plan.within and any(union == owner for union, _ in members)
            return known and field_id in person.values and says(person.values[field_id], test)
        case InSegment(segment_id):
            return holds(SEGMENTS[segment_id], person, members, plan)
        case InUnions(ids, with_affiliates):
            return any(union in ids or (with_affiliates and PARENT.get(union) in ids) for union, _ in members)
        case InCountries(countries):
            return person.country in countries
        case Reads(languages):
            return person.language in languages
        case HasRole(roles):
            return any(role in roles for _, role in members)


def ago(days: int) -> date:
    return TODAY - timedelta(days)


def was(day: date, when: When) -> bool:
    match when:
        case InLastDays(days):
            return ago(days) <= day <= TODAY
        case LongerAgo(days):
            return day < ago(days)
        case Days(first, last):
            return (first is None or first <= day) and (last is None or day <= last)


def says(value: Value, test: FieldTest) -> bool:
    match test:
        case bool():
            return not isinstance(value, str | date) and value == test
        case Between(low, high):
            if isinstance(value, str | date):
                return False
            return (low is None or low <= value) and (high is None or value <= high)
        case tuple():
            return value in test
        case _:
            return isinstance(value, date) and was(value, test)


def is_on(person: Person, list_ids: tuple[int, ...], plan: Plan, standing: str = Standing.CONFIRMED) -> bool:
    return any(
        person.standings.get(one) == standing and (one in FOR_EVERYBODY or OWNER[one] in plan.within)
        for one in list_ids
    )


def language_of(person: Person, plan: Plan) -> str:
    return person.language if person.language in plan.languages else plan.languages[0]


def reason_of(person: Person, union: int, plan: Plan) -> Reason | None:
    for scope in (Scope.ALLIANCE, Scope.UNION, Scope.LIST):
        for bar in person.bars:
            if bar.scope is scope and applies(bar, union, plan):
                return LEFT[scope] if bar.reason is SuppressionReason.LEFT else Reason(bar.reason)
    if person.region == "CA-QC" and not plan.french_is_whole:
        return Reason.FRENCH_MISSING
    if plan.granted is not None and (union, language_of(person, plan)) not in plan.granted:
        return Reason.UNAPPROVED
    return None


def applies(bar: Bar, union: int, plan: Plan) -> bool:
    place = {Scope.ALLIANCE: ALLIANCE, Scope.UNION: union, Scope.LIST: plan.topic_id}[bar.scope]
    return place == (bar.topic if bar.scope is Scope.LIST else bar.union)
