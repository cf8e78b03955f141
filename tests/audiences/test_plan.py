"""The one SELECT against a slow and obviously right Python, on both databases."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsletter.audiences import Audience, Plan, Reason, Share, counts
from newsletter.audiences import people as chosen
from newsletter.audiences.rule import AllOf, AnyOf, InUnions, NoneOf, OnLists
from newsletter.audiences.settling import Ground
from newsletter.audiences.when import Today
from newsletter.subscribers.models import MemberRole, Scope, Standing, SuppressionReason
from tests.audiences.oracle import SEGMENTS, expected
from tests.audiences.population import (
    ALLIANCE,
    IBU,
    ILWU,
    LEADERS,
    LISTS,
    TRADE,
    UE,
    UNIONS,
    Bar,
    Person,
    lay_ground,
    people,
    settle,
)
from tests.audiences.rules import rules, some
from tests.clock import NOON

many_populations = settings(max_examples=35, suppress_health_check=[HealthCheck.function_scoped_fixture])

numbers, segments = st.sampled_from([1, 2, 3, 4]), st.sampled_from([1, 2])
ground = Ground(Today(NOON.date()), SEGMENTS.get)
shares = st.frozensets(st.tuples(st.sampled_from(UNIONS), st.sampled_from(["en", "fr", "es"])), max_size=8)
plans = st.builds(
    Plan,
    audience=st.builds(
        Audience,
        st.lists(st.sampled_from(LISTS), min_size=1, max_size=3, unique=True).map(tuple),
        only=st.just(AllOf()) | rules(numbers, segments),
        never=st.just(AnyOf()) | rules(numbers, segments),
    ),
    within=st.sampled_from([frozenset(UNIONS), frozenset({UE}), frozenset({ILWU, IBU})]),
    topic_id=st.sampled_from(LISTS),
    languages=some(st.sampled_from(["en", "fr", "es"])).filter(bool),
    french_is_whole=st.booleans(),
    granted=st.none() | shares,
)

TO_ALL = Plan(Audience((TRADE,)), frozenset(UNIONS), TRADE, ("en", "fr", "es"))
MARIA = Person(((UE, MemberRole.MEMBER),), {TRADE: Standing.CONFIRMED}, "en", "US", None, ())


@pytest.fixture
def ask(session):
    """What the database says of a population."""
    lay_ground(session)

    def asked(population, plan, question):
        with session.begin_nested() as savepoint:
            settle(session, population)
            answer = question(session, replace(plan, audience=plan.audience.settled(ground)))
            savepoint.rollback()
        return answer

    return asked


def rows(session, plan):
    return [tuple(row) for row in session.execute(chosen(plan))]


@many_populations
@given(st.lists(people, min_size=1, max_size=8), plans)
def test_it_chooses_as_one_would_by_hand_and_everybody_once(ask, population, plan):
    found = ask(population, plan, rows)

    assert set(found) == expected(population, plan)
    assert all(times == 1 for times in Counter(person for person, *_ in found).values())


@many_populations
@given(st.lists(people, min_size=1, max_size=8), plans)
def test_the_counts_are_those_of_the_people(ask, population, plan):
    shares = ask(population, plan, counts)

    assert {(one.union_id, one.language, one.reason): one.count for one in shares} == Counter(
        (union, language, reason) for _, union, language, reason in expected(population, plan)
    )


@many_populations
@given(st.lists(people, min_size=1, max_size=8), plans, st.sets(st.integers(1, 9), min_size=1))
def test_some_of_them_are_chosen_as_among_all(ask, population, plan, some):
    found = ask(population, plan, lambda session, plan: session.execute(chosen(plan, among=some)).all())

    assert {tuple(row) for row in found} == {row for row in expected(population, plan) if row[0] in some}


def test_a_person_in_two_unions_is_reached_through_the_one_that_said_yes(ask):
    both = replace(MARIA, memberships=((UE, MemberRole.MEMBER), (ILWU, MemberRole.MEMBER)))

    found = ask([both], replace(TO_ALL, granted=frozenset({(ILWU, "en")})), rows)

    assert found == [(1, ILWU, "en", None)]


def test_a_person_held_in_one_union_and_gone_from_the_other_is_held(ask):
    gone = Bar(Scope.UNION, UE, 0, SuppressionReason.LEFT)
    both = replace(MARIA, memberships=((UE, MemberRole.MEMBER), (ILWU, MemberRole.MEMBER)), bars=(gone,))

    found = ask([both], replace(TO_ALL, granted=frozenset()), rows)

    assert found == [(1, ILWU, "en", Reason.UNAPPROVED)]


def test_between_equals_the_older_membership_counts(ask):
    both = replace(MARIA, memberships=((ILWU, MemberRole.MEMBER), (UE, MemberRole.MEMBER)))

    assert ask([both], TO_ALL, rows) == [(1, ILWU, "en", None)]


def test_a_member_in_quebec_waits_for_french(ask):
    quebec = replace(MARIA, language="es", country="CA", region="CA-QC")

    assert ask([quebec], replace(TO_ALL, french_is_whole=False), rows) == [(1, UE, "es", Reason.FRENCH_MISSING)]
    assert ask([quebec], TO_ALL, rows) == [(1, UE, "es", None)]


def test_affiliates_belong_to_their_union_when_it_is_said(ask):
    ibu = replace(MARIA, memberships=((IBU, MemberRole.MEMBER),))

    def reached(**how):
        return ask([ibu], replace(TO_ALL, audience=Audience((TRADE,), only=InUnions((ILWU,), **how))), rows)

    assert reached(with_affiliates=True) == [(1, IBU, "en", None)]
    assert reached() == []


@pytest.mark.parametrize(
    "audience",
    [
        Audience((LEADERS,)),
        Audience((TRADE,), only=OnLists((LEADERS,))),
    ],
)
def test_one_union_cannot_look_through_anothers_lists(ask, audience):
    leader = replace(
        MARIA,
        memberships=((UE, MemberRole.LEADER), (ILWU, MemberRole.MEMBER)),
        standings={TRADE: Standing.CONFIRMED, LEADERS: Standing.CONFIRMED},
    )
    by_ilwu = Plan(audience, frozenset({ILWU, IBU}), TRADE, ("en",))

    assert ask([leader], by_ilwu, counts) == []
    assert ask([leader], replace(by_ilwu, within=frozenset({UE})), counts) == [Share(UE, "en", None, 1)]


def test_one_union_cannot_count_its_members_in_another_by_leaving_them_out(ask):
    both = replace(MARIA, memberships=((UE, MemberRole.MEMBER), (ILWU, MemberRole.MEMBER)))
    by_ilwu = Plan(Audience((TRADE,), never=InUnions((UE,))), frozenset({ILWU, IBU}), TRADE, ("en",))

    assert ask([both], by_ilwu, counts) == [Share(ILWU, "en", None, 1)]
    assert ask([both], replace(by_ilwu, within=frozenset(UNIONS)), counts) == []


def test_who_left_a_union_is_reached_through_the_other_and_through_none_when_that_was_all(ask):
    left = replace(MARIA, memberships=((UE, MemberRole.MEMBER), (ILWU, MemberRole.MEMBER)), ended=frozenset({UE}))

    assert ask([left], TO_ALL, rows) == [(1, ILWU, "en", None)]
    assert ask([replace(left, ended=frozenset({UE, ILWU}))], TO_ALL, rows) == []


def test_a_friend_of_the_alliance_is_reached_through_it(ask):
    friend = replace(MARIA, memberships=((ALLIANCE, MemberRole.FRIEND),))

    assert ask([friend], TO_ALL, rows) == [(1, ALLIANCE, "en", None)]


@pytest.mark.parametrize("rule", [AnyOf(), NoneOf((AllOf(),)), InUnions(()), OnLists(())])
def test_a_rule_of_nothing_reaches_nobody(ask, rule):
    assert ask([MARIA], replace(TO_ALL, audience=Audience((TRADE,), only=rule)), rows) == []


@pytest.mark.parametrize("plan", [replace(TO_ALL, languages=()), replace(TO_ALL, audience=Audience(()))])
def test_without_words_or_lists_there_is_nobody_to_count(ask, plan):
    assert ask([MARIA], plan, counts) == []


def test_shares_come_in_the_same_order_from_every_database(ask):
    held = replace(MARIA, region="CA-QC")

    shares = ask([held, MARIA], replace(TO_ALL, french_is_whole=False), counts)

    assert [one.reason for one in shares] == [None, Reason.FRENCH_MISSING]
    assert [(one.is_held, one.is_suppressed) for one in shares] == [(False, False), (True, False)]
