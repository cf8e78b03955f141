"""What a union lets others see, and until when."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from newsletter.accounts.grants import give, granting, take_back
from newsletter.accounts.grants import given as ever_given
from newsletter.accounts.models import Grant, GrantKind
from newsletter.accounts.services import open_account
from newsletter.activity.models import Activity
from newsletter.errors import NotVisible
from tests.clock import NOON
from tests.factories import make_alliance, make_union

TODAY = NOON.date()


@pytest.fixture
def world(session):
    """A union, the alliance and the union's steward."""
    ana = open_account(session, email="ana@ue.example", name="Ana", language="en", password_hash="x", now=NOON)
    return make_union(session, "ue").id, make_alliance(session).id, ana.id


@pytest.fixture
def let(session, world):
    ue, alliance, ana = world

    def let(until=None, now=NOON):
        return give(
            session,
            union_id=ue,
            to_union_id=alliance,
            kind=GrantKind.TOTALS,
            until=until,
            account_id=ana,
            now=now,
        )

    return let


def told(session, world, day=TODAY):
    return granting(session, to_union_id=world[1], kind=GrantKind.TOTALS, today=day)


def test_nothing_is_granted_that_nobody_granted(session, world):
    assert told(session, world) == frozenset()


def test_it_counts_through_its_last_day(session, world, let):
    let(until=TODAY + timedelta(days=2))

    assert told(session, world) == told(session, world, TODAY + timedelta(days=2)) == {world[0]}
    assert told(session, world, TODAY + timedelta(days=3)) == frozenset()


def test_it_is_taken_back_at_once_and_stands_in_the_log(session, world, let):
    ue, _, ana = world
    grant = let()
    for _twice in range(2):
        take_back(session, union_id=ue, grant_id=grant.id, account_id=ana, now=NOON)

    assert told(session, world) == frozenset()
    assert session.scalars(select(Activity.verb).filter_by(union_id=ue)).all() == ["grant.given", "grant.taken_back"]


def test_a_second_one_takes_the_place_of_the_first(session, world, let):
    let()
    let(until=TODAY)

    assert [one.until for one in ever_given(session, union_id=world[0]) if one.counts_on(TODAY)] == [TODAY]


def test_another_unions_grant_cannot_be_taken_back(session, world, let):
    grant = let()
    with pytest.raises(NotVisible):
        take_back(session, union_id=world[1], grant_id=grant.id, account_id=world[2], now=NOON)


@given(until=st.none() | st.integers(-3, 3), is_back=st.booleans(), day=st.integers(-3, 3))
def test_a_row_counts_until_its_end_or_its_taking_back(until, is_back, day):
    grant = Grant(
        until=None if until is None else TODAY + timedelta(days=until), taken_back_at=NOON if is_back else None
    )

    assert grant.counts_on(TODAY + timedelta(days=day)) == (not is_back and (until is None or day <= until))
