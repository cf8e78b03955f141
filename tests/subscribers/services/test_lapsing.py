"""A ground that has an end ends by itself, once, with evidence; one's own word has none."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from newsletter.subscribers.asking import Trace
from newsletter.subscribers.models import Basis, ConsentAction, ConsentRecord, Standing, Subscription
from newsletter.subscribers.services.evidence import take_step
from newsletter.subscribers.services.lapsing import lapse, lapse_all
from newsletter.subscribers.standing import Step
from tests.clock import NOON
from tests.factories import make_person

YESTERDAY, TOMORROW = NOON - timedelta(days=1), NOON + timedelta(days=1)


@pytest.fixture
def member(desk, session):
    """Somebody whom the union took in by its roster, until a day."""

    def make(until, standing=Standing.CONFIRMED):
        person = make_person(session, desk.ue)
        session.add(
            Subscription(
                subscriber_id=person.id,
                list_id=desk.strikes.id,
                standing=standing,
                changed_at=YESTERDAY,
                basis=Basis.MEMBERSHIP,
                expires_at=until,
            )
        )
        session.flush()
        return person

    return make


def told(session, person):
    return session.scalars(
        select(ConsentRecord.action).filter_by(subscriber_id=person.id).order_by(ConsentRecord.id)
    ).all()


@pytest.mark.parametrize("until", [YESTERDAY, NOON])
def test_it_ends_on_its_day_with_evidence(desk, session, member, until):
    person = member(until)

    lapse_all(session, now=NOON)

    assert desk.standing(person, desk.strikes) is Standing.UNSUBSCRIBED
    record = session.scalars(select(ConsentRecord).filter_by(subscriber_id=person.id)).one()
    assert (record.action, record.basis, record.at) == (ConsentAction.EXPIRED, Basis.MEMBERSHIP, NOON)
    assert record.union_id == desk.strikes.union_id


@pytest.mark.parametrize("until", [None, TOMORROW])
def test_one_that_is_not_over_stays(desk, session, member, until):
    person = member(until)

    assert lapse(session, now=NOON) == 0
    assert desk.standing(person, desk.strikes) is Standing.CONFIRMED


def test_it_ends_once(session, member):
    person = member(YESTERDAY)
    lapse_all(session, now=NOON)

    assert lapse(session, now=TOMORROW) == 0
    assert told(session, person) == [ConsentAction.EXPIRED]


def test_whoever_left_before_is_not_said_to_have_expired(session, member):
    person = member(YESTERDAY, standing=Standing.UNSUBSCRIBED)

    assert lapse(session, now=NOON) == 0
    assert told(session, person) == []


def test_who_comes_back_does_so_on_their_own_word_and_without_an_end(desk, session):
    person = desk.join(desk.trade)
    session.get_one(Subscription, (person.id, desk.trade.id)).expires_at = YESTERDAY
    lapse_all(session, now=NOON)
    assert desk.standing(person, desk.trade) is Standing.UNSUBSCRIBED

    desk.ask(desk.trade)
    desk.join(desk.trade)

    row = session.get_one(Subscription, (person.id, desk.trade.id), populate_existing=True)
    assert (row.standing, row.basis, row.expires_at) == (Standing.CONFIRMED, Basis.EXPRESS, None)


def test_who_confirms_on_another_ground_is_mailed_on_their_own_word_from_then_on(desk, session, member):
    person = member(TOMORROW)
    take_step(
        session,
        Step.CONFIRM,
        subscriber_id=person.id,
        list_id=desk.strikes.id,
        union_id=desk.ue.id,
        wording_id=None,
        trace=Trace("/preferences"),
        now=NOON,
    )

    row = session.get_one(Subscription, (person.id, desk.strikes.id))
    assert (row.standing, row.basis, row.expires_at) == (Standing.CONFIRMED, Basis.EXPRESS, None)
    assert told(session, person) == [ConsentAction.CONFIRMED]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.none() | st.integers(-3, 3), max_size=8), at_once=st.integers(1, 4))
def test_in_whatever_sets_just_those_end_whose_day_has_come(desk, session, member, days, at_once):
    people = {member(None if day is None else NOON + timedelta(days=day)).id: day for day in days}
    while lapse(session, now=NOON, at_once=at_once) == at_once:
        pass

    ended = set(
        session.scalars(
            select(Subscription.subscriber_id).where(
                Subscription.subscriber_id.in_(people), Subscription.standing == Standing.UNSUBSCRIBED
            )
        )
    )
    session.execute(delete(Subscription).where(Subscription.subscriber_id.in_(people)))
    assert ended == {number for number, day in people.items() if day is not None and day <= 0}
