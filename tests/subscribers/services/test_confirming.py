from datetime import timedelta

import pytest
from sqlalchemy import func, select

from newsletter.activity.models import Activity
from newsletter.subscribers.models import MemberRole, Membership, NoticeKind, Scope, Standing, SuppressionReason
from newsletter.subscribers.services import ConfirmationTooOld, NothingToConfirm
from newsletter.subscribers.services.confirming import LIFE, pending
from tests.clock import NOON
from tests.factories import make_person
from tests.subscribers.conftest import ROSA

HOUR = timedelta(hours=1)


def test_confirming_makes_true_what_was_asked(desk):
    desk.ask(desk.trade, desk.climate, given_name="Rosa", family_name="Paz", country="MX", region="MX-SON")
    (notice,) = desk.notices()

    done = desk.confirm(notice, now=NOON + HOUR)

    person = done.subscriber
    assert desk.standing(person, desk.trade) is desk.standing(person, desk.climate) is Standing.CONFIRMED
    assert (person.language, person.country, person.region) == ("es", "MX", "MX-SON")
    (member,) = person.memberships
    assert (member.union_id, member.role) == (desk.ue.id, MemberRole.MEMBER)
    assert (member.given_name, member.family_name) == ("Rosa", "Paz")
    assert done.lists == (desk.trade, desk.climate)
    assert desk.notices()[-1].kind is NoticeKind.WELCOME


def test_who_joins_through_the_alliance_is_a_friend(desk):
    person = desk.join(desk.trade, union=desk.alliance)

    assert [one.role for one in person.memberships] == [MemberRole.FRIEND]


def test_pressing_twice_is_pressing_once(desk, session):
    desk.ask()
    (notice,) = desk.notices()

    first, second = desk.confirm(notice), desk.confirm(notice, now=NOON + HOUR)

    assert first == second
    assert len(desk.notices(NoticeKind.WELCOME)) == 1
    assert len(desk.evidence()) == 2
    assert session.scalar(select(func.count(Membership.id))) == 1
    assert session.scalar(select(func.count(Activity.id))) == 1


def test_pressing_again_after_having_left_brings_nobody_back(desk):
    person = desk.join(desk.trade)
    desk.leave(person, Scope.ALLIANCE, now=NOON + HOUR)

    desk.confirm(desk.notices(NoticeKind.CONFIRMATION)[0], now=NOON + 2 * HOUR)

    assert desk.standing(person, desk.trade) is Standing.UNSUBSCRIBED
    assert desk.suppressions()


@pytest.mark.parametrize("scope", Scope)
def test_an_older_mails_button_does_not_undo_a_later_leaving(desk, scope):
    desk.ask(desk.trade)
    desk.leave(desk.person(), scope, now=NOON + HOUR)

    with pytest.raises(ConfirmationTooOld):
        desk.confirm(desk.notices()[0], now=NOON + 2 * HOUR)

    assert desk.standing(desk.person(), desk.trade) is not Standing.CONFIRMED
    assert len(desk.suppressions()) == 1
    assert desk.notices(NoticeKind.WELCOME) == []


def test_only_what_was_not_left_since_is_confirmed(desk):
    desk.ask(desk.trade, desk.climate)
    person = desk.person()
    desk.leave(person, Scope.LIST, topic=desk.trade, now=NOON + HOUR)

    done = desk.confirm(desk.notices()[0], now=NOON + 2 * HOUR)

    assert done.lists == (desk.climate,)
    assert desk.standing(person, desk.trade) is Standing.UNSUBSCRIBED
    assert desk.notices()[-1].asked["list_ids"] == [desk.climate.id]
    assert desk.suppressions() == {(Scope.LIST, desk.alliance.id, desk.trade.id, SuppressionReason.LEFT)}


def test_a_button_works_for_two_weeks(desk):
    desk.ask()
    (notice,) = desk.notices()

    with pytest.raises(ConfirmationTooOld):
        desk.confirm(notice, now=NOON + LIFE + timedelta(seconds=1))
    assert desk.standing(desk.person(), desk.trade) is Standing.PENDING

    assert desk.confirm(notice, now=NOON + LIFE).subscriber == desk.person()


def test_a_button_pressed_long_ago_still_says_that_all_is_well(desk):
    desk.join()

    found = desk.confirm(desk.notices()[0], now=NOON + timedelta(days=900))

    assert found.notice.answered_at == NOON


def test_a_mail_is_confirmed_by_whom_it_went_to(desk, session):
    desk.ask()
    other = make_person(session, desk.ue)

    with pytest.raises(NothingToConfirm):
        desk.confirm(desk.notices()[0], subscriber_id=other.id)
    with pytest.raises(NothingToConfirm):
        desk.confirm(desk.notices()[0], notice_id=404)


def test_a_welcome_mail_confirms_nothing(desk):
    desk.join()

    with pytest.raises(NothingToConfirm):
        desk.confirm(desk.notices(NoticeKind.WELCOME)[0])


def test_looking_at_the_page_changes_nothing(desk, session):
    desk.ask()
    (notice,) = desk.notices()

    found = pending(session, subscriber_id=notice.subscriber_id, notice_id=notice.id, now=NOON)

    assert found.lists == (desk.trade,)
    assert notice.answered_at is None
    assert desk.standing(desk.person(), desk.trade) is Standing.PENDING


def test_a_rosters_entry_knows_better_than_a_form(desk, session):
    make_person(session, desk.ue, email=ROSA, role=MemberRole.LEADER, given_name="Rosalía")

    person = desk.join(desk.trade, given_name="R", country=None)

    (member,) = person.memberships
    assert (member.role, member.given_name, person.country) == (MemberRole.LEADER, "Rosalía", "US")


def test_another_unions_entry_is_left_alone(desk, session):
    make_person(session, desk.unifor, email=ROSA, given_name="Rosalía")

    person = desk.join(desk.trade, given_name="Rosa")

    assert {(one.union_id, one.given_name) for one in person.memberships} == {
        (desk.unifor.id, "Rosalía"),
        (desk.ue.id, "Rosa"),
    }
