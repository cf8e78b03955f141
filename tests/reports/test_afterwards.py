from datetime import timedelta

from newsletter.delivery.fates import MessageState
from newsletter.events.models import Answer, Event, Rsvp
from newsletter.reports.afterwards import answers, leavers
from newsletter.subscribers.models import Standing
from tests.reports.conftest import NOON


def left(session, ledger, person, at):
    (subscription,) = person.subscriptions
    subscription.standing, subscription.changed_at = Standing.UNSUBSCRIBED, at
    session.flush()


def count(session, ledger, union_ids=None):
    return leavers(
        session,
        campaign_id=ledger.campaign.id,
        list_id=ledger.topic.id,
        union_ids=union_ids,
        started_at=NOON,
    )


def test_who_leaves_within_a_week_of_getting_it_left_after_it(session, ledger):
    for days in (-1, 1, 8):
        left(session, ledger, ledger.write(ledger.ue, MessageState.SENT), NOON + timedelta(days=days))
    left(session, ledger, ledger.write(ledger.ue, MessageState.SUPPRESSED), NOON + timedelta(days=1))

    assert count(session, ledger) == {ledger.ue.id: 1}


def test_leavers_of_another_union_are_not_counted_for_this_one(session, ledger):
    left(session, ledger, ledger.write(ledger.unifor, MessageState.SENT), NOON)

    assert count(session, ledger, [ledger.ue.id]) == {}


def test_answers_are_counted_by_union(session, ledger):
    event = Event(
        union_id=ledger.ue.id,
        title={},
        description={},
        starts_at=NOON,
        ends_at=NOON,
        time_zone="America/Toronto",
        other_zones=[],
        speakers=[],
        interpretation=[],
        is_public=True,
    )
    session.add(event)
    session.flush()
    for union, answer in ((ledger.ue, Answer.YES), (ledger.ue, Answer.YES), (ledger.unifor, Answer.NO)):
        person = ledger.write(union, MessageState.SENT)
        session.add(
            Rsvp(event_id=event.id, subscriber_id=person.id, union_id=union.id, answer=answer, answered_at=NOON)
        )
    session.flush()

    assert answers(session, event_id=event.id, union_ids=[ledger.ue.id]) == {(ledger.ue.id, Answer.YES): 2}
