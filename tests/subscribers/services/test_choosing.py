from datetime import timedelta

import pytest

from newsletter.subscribers import topics
from newsletter.subscribers.models import ConsentAction, Scope, Standing, Subscription, SuppressionReason
from tests.clock import NOON
from tests.factories import make_list, make_union

LATER = NOON + timedelta(days=1)


def test_the_subscriptions_become_what_was_ticked(desk):
    person = desk.join(desk.trade)

    desk.choose(person, desk.climate, desk.strikes, language="fr", now=LATER)

    assert desk.standing(person, desk.trade) is Standing.UNSUBSCRIBED
    assert desk.standing(person, desk.climate) is desk.standing(person, desk.strikes) is Standing.CONFIRMED
    assert person.language == "fr"


def test_a_choice_is_evidence(desk):
    person = desk.join(desk.trade)

    desk.choose(person, desk.climate, now=LATER)

    new = desk.evidence()[2:]
    assert [(one.list_id, one.action) for one in new] == [
        (desk.climate.id, ConsentAction.ASKED),
        (desk.climate.id, ConsentAction.CONFIRMED),
        (desk.trade.id, ConsentAction.WITHDRAWN),
    ]
    assert {one.source for one in new} == {"/preferences"}
    assert {one.wording_id for one in new[:2]} == {desk.wording.id}


def test_saving_what_is_there_already_changes_nothing(desk):
    person = desk.join(desk.trade)
    before = len(desk.evidence())

    desk.choose(person, desk.trade, now=LATER)

    assert len(desk.evidence()) == before
    assert desk.suppressions() == set()


def test_what_was_not_offered_cannot_be_chosen(desk):
    person = desk.join(desk.trade, union=desk.unifor)

    desk.choose(person, desk.trade, desk.leaders, desk.strikes, now=LATER)

    assert desk.standing(person, desk.leaders) is desk.standing(person, desk.strikes) is None


def test_a_private_list_one_is_on_may_be_kept_or_left(desk, session):
    person = desk.join(desk.trade)
    person.subscriptions.append(Subscription(list=desk.leaders, standing=Standing.CONFIRMED, changed_at=NOON))
    session.flush()

    desk.choose(person, desk.trade, desk.leaders, now=LATER)
    assert desk.standing(person, desk.leaders) is Standing.CONFIRMED

    desk.choose(person, desk.trade, now=LATER)
    assert desk.standing(person, desk.leaders) is Standing.UNSUBSCRIBED


def test_ticking_a_topic_again_takes_back_what_leaving_it_did(desk):
    person = desk.join(desk.trade)
    desk.choose(person, now=LATER)
    assert desk.suppressions() == {(Scope.LIST, desk.alliance.id, desk.trade.id, SuppressionReason.LEFT)}

    desk.choose(person, desk.trade, now=LATER + timedelta(days=1))

    assert desk.standing(person, desk.trade) is Standing.CONFIRMED
    assert desk.suppressions() == set()


def test_who_left_everything_comes_back_with_what_they_tick(desk):
    person = desk.join(desk.trade, desk.climate)
    desk.leave(person, Scope.ALLIANCE, now=LATER)

    desk.choose(person, desk.climate, now=LATER + timedelta(days=1))

    assert desk.standing(person, desk.climate) is Standing.CONFIRMED
    assert desk.standing(person, desk.trade) is Standing.UNSUBSCRIBED
    assert desk.suppressions() == set()


def test_a_bounce_is_not_ticked_away(desk):
    person = desk.join(desk.trade)
    desk.bar(person.email, SuppressionReason.BOUNCED)

    desk.choose(person, desk.trade, desk.climate, now=LATER)

    assert [reason for *_, reason in desk.suppressions()] == [SuppressionReason.BOUNCED]


def test_who_left_their_only_union_has_no_topic_until_they_tick_one(desk, session):
    person = desk.join(desk.trade, desk.climate)
    desk.leave(person, Scope.UNION, now=LATER)
    assert topics.had(session, person) == []

    desk.choose(person, desk.climate, now=LATER + timedelta(days=1))

    assert topics.had(session, person) == [desk.climate]
    assert desk.standing(person, desk.trade) is Standing.UNSUBSCRIBED
    assert Scope.UNION not in {scope for scope, *_ in desk.suppressions()}


def test_who_left_their_only_union_and_ticks_nothing_stays_gone(desk, session):
    person = desk.join(desk.trade)
    desk.leave(person, Scope.UNION, now=LATER)

    desk.choose(person, now=LATER + timedelta(days=1))

    assert topics.had(session, person) == []
    assert (Scope.UNION, desk.ue.id, 0, SuppressionReason.LEFT) in desk.suppressions()


def test_who_left_one_of_two_unions_has_the_alliances_topics_through_the_other(desk, session, member_of_both):
    desk.leave(member_of_both, Scope.UNION, union=desk.ue)

    assert topics.had(session, member_of_both) == [desk.trade, desk.climate]


def test_a_member_of_an_affiliate_who_left_comes_back_with_a_list_of_its_parent(desk, session):
    ibu = make_union(session, "ibu", parent=desk.ue)
    person = desk.join(desk.trade, union=ibu)
    person.subscriptions.append(Subscription(list=desk.strikes, standing=Standing.CONFIRMED, changed_at=NOON))
    desk.leave(person, Scope.UNION, union=ibu, now=LATER)
    assert topics.had(session, person) == []

    desk.choose(person, desk.strikes, now=LATER)

    assert topics.had(session, person) == [desk.strikes]


@pytest.fixture
def picnics(desk, session):
    """A list of Unifor's own."""
    return make_list(session, desk.unifor, "picnics")


@pytest.fixture
def member_of_both(desk):
    desk.join(desk.trade)
    return desk.join(desk.climate, union=desk.unifor, now=LATER)


def test_choosing_a_list_of_another_union_brings_nobody_back_to_the_one_they_left(desk, member_of_both, picnics):
    desk.leave(member_of_both, Scope.UNION, union=desk.ue)

    desk.choose(member_of_both, desk.trade, desk.climate, picnics, now=LATER)

    assert desk.suppressions() == {(Scope.UNION, desk.ue.id, 0, SuppressionReason.LEFT)}


def test_choosing_a_list_of_a_union_one_left_comes_back_to_that_union(desk, member_of_both, picnics):
    desk.leave(member_of_both, Scope.UNION, union=desk.unifor)

    desk.choose(member_of_both, desk.trade, desk.climate, picnics, now=LATER)

    assert desk.suppressions() == set()
