"""Lists are made, described and archived; what they were stays."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from newsletter.accounts.services import open_account
from newsletter.activity.models import Activity
from newsletter.subscribers import queries, topics
from newsletter.subscribers.models import MailedBy, NoticeKind, Standing
from newsletter.subscribers.services.confirming import ConfirmationTooOld
from newsletter.subscribers.services.keeping_lists import (
    ListFacts,
    archive_list,
    describe_list,
    reopen_list,
    start_list,
)
from tests.clock import NOON
from tests.factories import make_union


@pytest.fixture
def who(session):
    account = open_account(
        session, email="anna@alliance.example", name="Anna", language="en", password_hash="x", now=NOON
    )
    return {"account_id": account.id, "now": NOON}


def said(**other):
    facts = ListFacts(
        name={"en": "Just transition", "fr": "Transition juste"},
        description={},
        is_public=True,
        mailed_by=MailedBy.OWNER,
        in_archive=False,
    )
    return replace(facts, **other)


def test_a_new_list_is_last_and_its_label_names_nobody(desk, session, who):
    made = start_list(session, owner=desk.ue, facts=said(), **who)

    assert made.slug.startswith("topic-")
    assert made.position > desk.strikes.position
    assert made in topics.offered(session, [desk.ue.id])


def test_what_is_said_of_it_changes_and_its_label_does_not(desk, session, who):
    made = start_list(session, owner=desk.ue, facts=said(), **who)
    label = made.slug

    describe_list(session, topic=made, facts=said(name={"en": "Coal to clean"}, is_public=False, position=1), **who)

    assert (made.slug, made.name, made.position) == (label, {"en": "Coal to clean"}, 1)
    assert made not in topics.offered(session, [desk.ue.id])


def test_nobody_joins_or_writes_to_an_archived_list_and_its_people_stay(desk, session, who):
    rosa = desk.join(desk.trade)

    archive_list(session, topic=desk.trade, **who)
    desk.ask(desk.trade, address="ana@members.example")

    assert desk.trade not in topics.offered(session, [desk.ue.id])
    assert desk.trade not in queries.usable_lists(session, desk.ue)
    assert desk.trade in queries.visible_lists(session, desk.ue)
    assert desk.person("ana@members.example") is None
    assert desk.standing(rosa, desk.trade) is Standing.CONFIRMED
    assert topics.had(session, rosa) == []


def test_a_yes_that_comes_too_late_says_so(desk, session, who):
    desk.ask(desk.trade)
    archive_list(session, topic=desk.trade, **who)

    with pytest.raises(ConfirmationTooOld):
        desk.confirm(desk.notices(NoticeKind.CONFIRMATION)[0])


def test_saving_ones_choices_leaves_what_is_archived_alone(desk, session, who):
    rosa = desk.join(desk.trade, desk.climate)
    archive_list(session, topic=desk.trade, **who)

    desk.choose(rosa, desk.climate)

    assert desk.standing(rosa, desk.trade) is Standing.CONFIRMED


def test_it_can_be_opened_again_and_each_act_is_noted(desk, session, who):
    archive_list(session, topic=desk.trade, **who)
    archive_list(session, topic=desk.trade, **who)
    reopen_list(session, topic=desk.trade, **who)

    assert desk.trade in queries.usable_lists(session, desk.ue)
    noted = session.scalars(select(Activity.verb).filter_by(subject_id=desk.trade.id).order_by(Activity.id))
    assert [verb for verb in noted if verb.startswith("list.")] == ["list.archived", "list.reopened"]


def test_who_may_write_to_it_sees_it(desk, session, who):
    shop = make_union(session, "shop", parent=desk.ue)
    made = start_list(session, owner=desk.ue, facts=said(is_public=False), **who)

    def seen_by():
        return [one.slug for one in (desk.ue, shop, desk.unifor) if made in queries.usable_lists(session, one)]

    assert seen_by() == ["ue"]
    describe_list(session, topic=made, facts=said(is_public=False, mailed_by=MailedBy.AFFILIATES), **who)
    assert seen_by() == ["ue", "shop"]
    describe_list(session, topic=made, facts=said(is_public=False, mailed_by=MailedBy.ALLIANCE), **who)
    assert seen_by() == ["ue", "shop", "unifor"]
