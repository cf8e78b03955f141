from datetime import timedelta

import pytest
from sqlalchemy import func, select

from newsletter.activity.models import Activity
from newsletter.subscribers.asking import Trace
from newsletter.subscribers.models import NoticeKind, Scope, Standing, Suppression, SuppressionReason
from newsletter.subscribers.services import leave
from tests.clock import NOON
from tests.subscribers.conftest import ROSA

LATER = NOON + timedelta(days=1)


@pytest.fixture
def rosa(desk):
    """On two topics of the alliance and one of UE."""
    return desk.join(desk.trade, desk.climate, desk.strikes)


def left(desk, person):
    topics = {"trade": desk.trade, "climate": desk.climate, "strikes": desk.strikes}
    return {name for name, topic in topics.items() if desk.standing(person, topic) is Standing.UNSUBSCRIBED}


def test_leaving_a_list_leaves_that_list(desk, rosa):
    desk.leave(rosa, Scope.LIST, topic=desk.trade, now=LATER)

    assert left(desk, rosa) == {"trade"}
    assert desk.suppressions() == {(Scope.LIST, desk.alliance.id, desk.trade.id, SuppressionReason.LEFT)}


def test_leaving_a_union_leaves_its_lists_and_all_mail_through_it(desk, rosa):
    desk.leave(rosa, Scope.UNION, now=LATER)

    assert left(desk, rosa) == {"strikes"}
    assert desk.suppressions() == {(Scope.UNION, desk.ue.id, 0, SuppressionReason.LEFT)}


def test_leaving_the_alliance_leaves_everything(desk, rosa):
    desk.leave(rosa, Scope.ALLIANCE, now=LATER)

    assert left(desk, rosa) == {"trade", "climate", "strikes"}
    assert desk.suppressions() == {(Scope.ALLIANCE, desk.alliance.id, 0, SuppressionReason.LEFT)}


@pytest.mark.parametrize("scope", Scope)
def test_leaving_twice_is_leaving_once(desk, session, rosa, scope):
    desk.leave(rosa, scope, now=LATER)
    before = (desk.suppressions(), len(desk.evidence()), session.scalar(select(func.count(Activity.id))))

    desk.leave(rosa, scope, now=LATER + timedelta(days=1))

    assert (desk.suppressions(), len(desk.evidence()), session.scalar(select(func.count(Activity.id)))) == before


def test_leaving_is_written_in_the_log_of_the_union_it_went_through(desk, session, rosa):
    desk.leave(rosa, Scope.ALLIANCE, now=LATER)

    line = session.scalars(select(Activity).order_by(Activity.id.desc())).first()
    assert (line.verb, line.union_id, line.subject_id) == ("person.left", desk.ue.id, rosa.id)
    assert line.details == {"scope": "alliance"}


def test_who_was_asked_and_leaves_is_not_subscribed(desk):
    desk.ask(desk.trade)

    desk.leave(desk.person(), Scope.LIST, now=LATER)

    assert desk.standing(desk.person(), desk.trade) is Standing.UNSUBSCRIBED


def test_a_list_one_was_never_on_is_left_all_the_same(desk, rosa):
    desk.leave(rosa, Scope.LIST, topic=desk.leaders, now=LATER)

    assert desk.suppressions() == {(Scope.LIST, desk.ue.id, desk.leaders.id, SuppressionReason.LEFT)}


def test_an_erased_person_may_press_the_button_too(desk, session):
    leave(
        session,
        subscriber_id=404,
        list_id=desk.trade.id,
        union_id=desk.ue.id,
        scope=Scope.ALLIANCE,
        trace=Trace("/leave"),
        now=NOON,
    )

    assert desk.suppressions() == set()


def test_a_suppression_keeps_a_hash_and_no_address(desk, session, rosa):
    desk.leave(rosa, Scope.ALLIANCE, now=LATER)

    assert "rosa" not in str(vars(session.scalars(select(Suppression)).one()))


@pytest.mark.parametrize("scope", Scope)
def test_asking_and_confirming_again_brings_a_person_back(desk, rosa, scope):
    desk.leave(rosa, scope, now=LATER)

    desk.join(desk.trade, now=LATER + timedelta(days=2))

    assert desk.standing(rosa, desk.trade) is Standing.CONFIRMED
    assert desk.suppressions() == set()


def test_asking_alone_brings_nobody_back(desk, rosa):
    desk.leave(rosa, Scope.ALLIANCE, now=LATER)

    desk.ask(desk.trade, now=LATER + timedelta(days=2))

    assert desk.standing(rosa, desk.trade) is Standing.PENDING
    assert len(desk.suppressions()) == 1


def test_coming_back_through_one_union_leaves_anothers_alone(desk, rosa):
    desk.leave(rosa, Scope.UNION, union=desk.unifor, now=LATER)
    desk.leave(rosa, Scope.LIST, topic=desk.climate, now=LATER)

    desk.join(desk.trade, desk.strikes, union=desk.ue, now=LATER + timedelta(days=2))

    assert desk.suppressions() == {
        (Scope.UNION, desk.unifor.id, 0, SuppressionReason.LEFT),
        (Scope.LIST, desk.alliance.id, desk.climate.id, SuppressionReason.LEFT),
    }


@pytest.mark.parametrize("scope", Scope)
def test_coming_back_lifts_no_bounce_complaint_or_stewards_bar(desk, rosa, scope):
    desk.bar(ROSA, SuppressionReason.BOUNCED, scope)
    before = desk.suppressions()

    desk.leave(rosa, scope, now=LATER)
    desk.ask(desk.trade, now=LATER + timedelta(days=2))
    for notice in desk.notices(NoticeKind.CONFIRMATION)[1:]:
        desk.confirm(notice, now=LATER + timedelta(days=2))

    assert desk.suppressions() == before
