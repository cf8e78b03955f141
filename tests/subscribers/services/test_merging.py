"""Two lists become one, in sets: nobody comes to it who left either, and nobody's own choice is changed."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from newsletter.accounts.services import open_account
from newsletter.activity.models import Activity
from newsletter.delivery.services.sweeping import sweep
from newsletter.delivery.watching import Watch
from newsletter.queueing import Job, JobName, Outbox
from newsletter.subscribers.models import (
    ConsentAction,
    ConsentRecord,
    MailingList,
    NoticeKind,
    Scope,
    Standing,
    Subscriber,
    Subscription,
    Suppression,
    SuppressionReason,
)
from newsletter.subscribers.services.keeping_lists import ListGoneForGood, reopen_list
from newsletter.subscribers.services.merging import PATIENCE, CannotMerge, carry_on, merge_lists
from newsletter.subscribers.services.suppressing import suppress
from newsletter.subscribers.sizes import latest
from tests.clock import NOON
from tests.factories import make_person
from tests.factories.people import SIGNER


@pytest.fixture
def clerk(session):
    return open_account(
        session, email="anna@alliance.example", name="Anna", language="en", password_hash="x", now=NOON
    )


@pytest.fixture
def merge(desk, clerk):
    """Ask that one list becomes part of another; carry its people over, two at a time."""

    def merged(source, target, *, sets=99):
        outbox = Outbox(desk.letterbox)
        asked = merge_lists(desk.session, outbox, source=source, target=target, account_id=clerk.id, now=NOON)
        assert outbox.named == [Job(JobName.MERGE_LISTS, {"merge_id": asked.id})]
        go_on(desk.session, asked, sets)
        return asked

    return merged


def go_on(session, merge, sets=99):
    while sets and not carry_on(session, merge_id=merge.id, now=NOON, at_once=2):
        sets -= 1


def test_people_come_with_the_evidence_of_their_consent(desk, merge):
    rosa = desk.join(desk.trade)

    merge(desk.trade, desk.climate)

    assert desk.standing(rosa, desk.climate) is Standing.CONFIRMED
    came = desk.evidence()[-1]
    assert (came.list_id, came.action, came.union_id) == (desk.climate.id, ConsentAction.MERGED, desk.ue.id)
    assert came.wording_id == desk.wording.id
    assert came.source == "merger of list trade into climate"
    assert not desk.trade.is_open


def test_it_is_counted_and_noted(desk, merge, session):
    desk.join(desk.trade)

    asked = merge(desk.trade, desk.climate)

    assert asked.carried == 1
    assert latest(session, list_ids=[desk.climate.id])[desk.climate.id].confirmed == 1
    note = session.scalars(select(Activity).filter_by(verb="list.merged")).one()
    assert (note.subject_id, note.details) == (desk.trade.id, {"into": desk.climate.id})


def test_whoever_takes_it_up_goes_on_where_it_was(desk, merge, session):
    people = [make_person(session, desk.ue, lists=[desk.trade]) for _ in range(5)]

    asked = merge(desk.trade, desk.climate, sets=1)
    assert [desk.standing(one, desk.climate) for one in people].count(None) == 3
    go_on(session, asked)

    assert {desk.standing(one, desk.climate) for one in people} == {Standing.CONFIRMED}
    assert asked.carried == 5
    assert carry_on(session, merge_id=asked.id, now=NOON)


def test_a_merger_whose_job_got_lost_is_named_again(desk, merge, session):
    asked = merge(desk.trade, desk.climate, sets=0)

    for wait, named in ((PATIENCE / 2, 0), (PATIENCE, 1), (PATIENCE * 1.5, 0)):
        outbox = Outbox(desk.letterbox)
        sweep(session, outbox, watch=Watch(60), batch_size=10, now=NOON + wait, seconds=0)
        assert outbox.named.count(Job(JobName.MERGE_LISTS, {"merge_id": asked.id})) == named


def test_a_mail_of_long_ago_still_leads_out(desk, merge, session):
    rosa = desk.join(desk.trade)
    merge(desk.trade, desk.climate)

    desk.leave(rosa, Scope.LIST, topic=desk.trade)

    assert desk.standing(rosa, desk.climate) is Standing.UNSUBSCRIBED
    assert {row.list_id for row in session.scalars(select(Suppression))} == {desk.trade.id, desk.climate.id}


def test_a_late_yes_is_for_the_list_it_became(desk, merge):
    desk.ask(desk.trade)
    merge(desk.trade, desk.climate)

    rosa = desk.confirm(desk.notices(NoticeKind.CONFIRMATION)[0]).subscriber

    assert desk.standing(rosa, desk.climate) is Standing.CONFIRMED
    assert desk.standing(rosa, desk.trade) is Standing.PENDING


def test_somebody_erased_who_left_is_gone_for_the_new_list_too(desk, merge):
    desk.bar("gone@members.example", SuppressionReason.LEFT, Scope.LIST)

    merge(desk.trade, desk.climate)

    assert (Scope.LIST, desk.ue.id, desk.climate.id, SuppressionReason.LEFT) in desk.suppressions()


def test_only_open_lists_of_one_owner_become_one(desk, merge):
    for source, target in ((desk.trade, desk.trade), (desk.trade, desk.strikes)):
        with pytest.raises(CannotMerge):
            merge(source, target)
    merge(desk.trade, desk.climate)

    with pytest.raises(CannotMerge):
        merge(desk.trade, desk.climate)
    with pytest.raises(ListGoneForGood):
        reopen_list(desk.session, topic=desk.trade, account_id=1, now=NOON)


def test_a_list_that_is_still_filled_waits_before_it_goes_into_another(desk, merge, session):
    make_person(session, desk.ue, lists=[desk.trade])
    merge(desk.trade, desk.climate, sets=0)
    third = MailingList(union_id=desk.alliance.id, slug="third", is_public=True, name={}, description={}, position=9)
    session.add(third)
    session.flush()

    with pytest.raises(CannotMerge, match="still being merged"):
        merge(desk.climate, third)


@dataclass(frozen=True)
class Was:
    """How somebody stood before."""

    at_source: Standing | None
    at_target: Standing | None
    left_source: bool
    left_target: bool

    @property
    def comes(self) -> bool:
        """By hand: confirmed at the source, undecided about the target, and gone from neither."""
        undecided = self.at_target in {None, Standing.PENDING}
        return self.at_source is Standing.CONFIRMED and undecided and not (self.left_source or self.left_target)


standings = st.none() | st.sampled_from(Standing)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.builds(Was, standings, standings, st.booleans(), st.booleans()), max_size=7), st.integers(0, 3))
def test_who_left_either_stays_left(desk, merge, session, people, died_after):
    with session.begin_nested() as nested:
        rows = [_settle(desk, one) for one in people]
        asked = merge(desk.trade, desk.climate, sets=died_after)
        session.expire_all()
        go_on(session, asked)

        for was, person in zip(people, rows, strict=True):
            now = desk.standing(person, desk.climate)
            if was.at_target is Standing.UNSUBSCRIBED or (was.left_target and was.at_target is None):
                assert now is not Standing.CONFIRMED
            assert (now is Standing.CONFIRMED) == (was.at_target is Standing.CONFIRMED or was.comes)
            assert desk.standing(person, desk.trade) == was.at_source
            assert _brought(session, person) == was.comes
        nested.rollback()
    session.expire_all()


def _settle(desk, was: Was) -> Subscriber:
    lists = ((desk.trade, was.at_source, was.left_source), (desk.climate, was.at_target, was.left_target))
    person = make_person(desk.session, desk.ue)
    for topic, standing, left in lists:
        if standing:
            desk.session.add(
                Subscription(subscriber_id=person.id, list_id=topic.id, standing=standing, changed_at=NOON)
            )
        if left:
            suppress(
                desk.session,
                address_hash=SIGNER.address_hash(person.email),
                scope=Scope.LIST,
                union_id=desk.alliance.id,
                list_id=topic.id,
                reason=SuppressionReason.LEFT,
                now=NOON,
            )
    desk.session.flush()
    return person


def _brought(session, person) -> bool:
    found = select(ConsentRecord.id).filter_by(subscriber_id=person.id, action=ConsentAction.MERGED)
    return session.scalar(found) is not None
