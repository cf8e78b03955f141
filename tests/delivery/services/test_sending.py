"""One batch, and all that can come between it and its people."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.delivery import queries
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import BatchState
from newsletter.delivery.services import sending
from newsletter.delivery.services.closing import RELAY_PAUSE
from newsletter.subscribers.models import Membership, Scope, Standing, Subscription, SuppressionReason
from newsletter.unions.models import SenderIdentity
from tests.clock import NOON
from tests.factories import make_person
from tests.fakes import Act


@pytest.fixture
def one_by_one(monkeypatch):
    """The ledger hears of every mail before the next one is sent."""
    monkeypatch.setattr(sending, "RECORD_EVERY", 1)


def test_what_the_relay_accepts_is_sent(place):
    campaign = place.started(3)

    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 3}
    assert {(one.attempts, one.sent_at, one.reply) for one in place.messages(campaign)} == {(1, NOON, None)}
    assert [one.state for one in place.batches(campaign)] == [BatchState.DONE]
    assert place.state(campaign) is State.DONE
    assert campaign.finished_at == NOON


def test_every_copy_goes_to_its_person_under_its_own_return_address(place):
    campaign = place.started(3)

    place.office.empty_letterbox()

    people = {one.subscriber_id for one in place.messages(campaign)}
    taken = place.office.relay.taken
    assert {envelope.key for envelope in taken} == people
    assert len({envelope.recipient for envelope in taken}) == len({envelope.sender for envelope in taken}) == 3
    assert all(envelope.recipient.encode() in envelope.body for envelope in taken)


def test_what_the_relay_refuses_failed_and_keeps_its_reply(place):
    campaign = place.started(3)
    place.office.relay.will(Act.ACCEPT, Act.REFUSE)

    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 2, "failed": 1}
    (failed,) = [one for one in place.messages(campaign) if one.state is MessageState.FAILED]
    assert failed.reply == "550 5.1.1 <…>: No such mailbox"
    assert place.state(campaign) is State.DONE


def test_what_is_put_off_is_tried_again_in_time(place):
    campaign = place.started(3)
    place.office.relay.will(Act.PUT_OFF)

    place.office.empty_letterbox()

    (late,) = [one for one in place.messages(campaign) if one.state is MessageState.DEFERRED]
    assert NOON + timedelta(minutes=5) <= late.retry_at <= NOON + timedelta(minutes=7)
    assert late.attempts == 1
    assert "Greylisted" in late.reply
    assert place.state(campaign) is State.SENDING

    assert place.office.sweep() == []
    place.office.clock.wait(minutes=7)
    place.office.sweep()
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 3}
    assert place.state(campaign) is State.DONE
    assert len(place.office.relay.taken) == 3


@pytest.mark.parametrize("act", [Act.TAKE_AND_FALL_SILENT, Act.FALL_SILENT])
def test_what_is_in_doubt_is_tried_again_under_the_same_name(place, act):
    campaign = place.started(1)
    place.office.relay.will(act)

    place.office.empty_letterbox()
    assert place.states(campaign) == {"deferred": 1}
    place.office.clock.wait(minutes=2)
    place.office.sweep()
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 1}
    names = {line for one in place.office.relay.taken for line in one.body.split(b"\r\n") if b"Message-ID" in line}
    assert len(names) == 1


def test_what_stays_in_doubt_is_uncertain_in_the_end(place):
    campaign = place.started(1)
    place.office.relay.will(*[Act.FALL_SILENT] * 20)

    for _ in range(20):
        place.office.empty_letterbox()
        place.office.clock.wait(hours=9)
        place.office.sweep()

    assert place.states(campaign) == {"uncertain": 1}


def test_when_the_relay_goes_away_the_rest_of_the_batch_goes_back_with_the_problem(place):
    campaign = place.started(4)
    place.office.relay.will(Act.ACCEPT, Act.GO_AWAY)

    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 1, "queued": 3}
    assert sorted(one.attempts for one in place.messages(campaign)) == [0, 0, 0, 1]
    (batch,) = place.batches(campaign)
    assert (batch.state, batch.problem, batch.due_at) == (
        BatchState.QUEUED,
        "cannot reach the relay",
        NOON + RELAY_PAUSE,
    )
    assert queries.problems(place.session, campaign_id=campaign.id) == [("cannot reach the relay", 1)]

    place.office.clock.wait(seconds=30)
    place.office.sweep()
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 4}
    assert len(set(place.office.relay.recipients)) == len(place.office.relay.taken) == 4
    assert queries.problems(place.session, campaign_id=campaign.id) == []


def test_a_relay_that_is_away_for_a_day_costs_nobody_a_try(place):
    campaign = place.started(2)
    place.office.relay.will(*[Act.GO_AWAY] * 12)

    for _ in range(13):
        place.office.empty_letterbox()
        place.office.clock.wait(hours=2)
        place.office.sweep()

    assert place.states(campaign) == {"sent": 2}
    assert {one.attempts for one in place.messages(campaign)} == {1}


@pytest.mark.parametrize(
    ("scope", "reason", "shown"),
    [
        (Scope.LIST, SuppressionReason.LEFT, Reason.LEFT_LIST),
        (Scope.UNION, SuppressionReason.LEFT, Reason.LEFT_UNION),
        (Scope.ALLIANCE, SuppressionReason.LEFT, Reason.LEFT_ALLIANCE),
        (Scope.ALLIANCE, SuppressionReason.BOUNCED, Reason.BOUNCED),
        (Scope.LIST, SuppressionReason.COMPLAINED, Reason.COMPLAINED),
        (Scope.UNION, SuppressionReason.STEWARD, Reason.STEWARD),
    ],
)
def test_who_leaves_between_freeze_and_sending_is_not_mailed(place, scope, reason, shown):
    leaver, stayer = (make_person(place.session, place.ue, lists=[place.topic]) for _ in range(2))
    campaign = place.started()
    place.bar(leaver, reason, scope)

    place.office.empty_letterbox()

    assert place.office.relay.recipients == [stayer.email]
    assert [(one.state, one.reason) for one in place.messages(campaign)] == [
        (MessageState.SUPPRESSED, shown),
        (MessageState.SENT, None),
    ]


def test_who_unticked_the_topic_meanwhile_is_not_mailed(place):
    campaign = place.started(1)
    place.session.execute(update(Subscription).values(standing=Standing.UNSUBSCRIBED))

    place.office.empty_letterbox()

    assert place.office.relay.taken == []
    assert [one.reason for one in place.messages(campaign)] == [Reason.LEFT_LIST]
    assert place.state(campaign) is State.DONE


def test_who_left_another_union_or_another_list_meanwhile_is_mailed(place):
    person = make_person(place.session, place.ue, place.unifor, lists=[place.topic])
    campaign = place.started()
    place.office.clock.wait(minutes=1)
    place.ue, ue = place.unifor, place.ue
    place.bar(person, SuppressionReason.LEFT, Scope.UNION)
    place.ue = ue

    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 1}


def test_a_pause_in_the_middle_puts_the_rest_back(place, one_by_one):
    campaign = place.started(5)
    place.office.relay.will(Act.ACCEPT, lambda: place.steer(campaign, State.PAUSED))

    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 2, "queued": 3}
    assert [(one.state, one.problem) for one in place.batches(campaign)] == [(BatchState.QUEUED, None)]
    place.office.clock.wait(minutes=10)
    assert place.office.sweep() == []

    place.steer(campaign, State.SENDING)
    place.office.sweep()
    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 5}
    assert len(place.office.relay.taken) == len(set(place.office.relay.recipients)) == 5


def test_a_job_that_comes_during_a_pause_sends_nothing(place):
    campaign = place.started(2)
    place.steer(campaign, State.PAUSED)

    place.office.empty_letterbox()

    assert place.states(campaign) == {"queued": 2}


def test_a_name_no_mail_can_hold_is_one_persons_failure(place):
    campaign = place.started(4)
    second = place.messages(campaign)[1].subscriber_id
    place.session.execute(
        update(Membership)
        .where(Membership.subscriber_id == second)
        .values(given_name="Eve\r\nBcc: everybody@example.org")
    )

    place.office.empty_letterbox()

    assert [one.state for one in place.messages(campaign)] == [
        MessageState.SENT,
        MessageState.FAILED,
        MessageState.SENT,
        MessageState.SENT,
    ]
    assert "line break" in place.messages(campaign)[1].reply
    assert not any(b"Bcc" in one.body for one in place.office.relay.taken)
    assert place.state(campaign) is State.DONE


def test_a_letter_that_cannot_be_made_goes_back_with_its_problem(place):
    campaign = place.started(2)
    place.session.execute(update(SenderIdentity).values(is_default=False))

    for _ in range(10):
        with pytest.raises(Exception, match="No row was found"):
            place.office.empty_letterbox()
        place.office.clock.wait(minutes=1)
        place.office.sweep()

    assert place.states(campaign) == {"queued": 2}
    assert "No row was found" in place.batches(campaign)[0].problem

    place.session.execute(update(SenderIdentity).values(is_default=True))
    place.office.empty_letterbox()
    assert place.states(campaign) == {"sent": 2}


def test_a_batch_everybody_left_needs_no_relay(place):
    campaign = place.started(2)
    place.session.execute(update(Subscription).values(standing=Standing.UNSUBSCRIBED))
    place.office.relay.will(Act.GO_AWAY)

    place.office.empty_letterbox()

    assert place.state(campaign) is State.DONE
    assert len(place.office.relay.script) == 1


def test_a_message_says_through_which_union_it_came(place):
    make_person(place.session, place.unifor, lists=[place.topic], language="fr")
    campaign = place.launched(1)
    for approval in list(campaign.approvals):
        approval.union_id = place.unifor.id
    place.session.flush()
    place.office.start(campaign.id)

    place.office.empty_letterbox()

    (envelope,) = place.office.relay.taken
    assert b"news@unifor.example" in envelope.body
    assert b"ue.example" not in envelope.body


def test_who_was_put_off_and_leaves_then_is_not_mailed(place):
    campaign = place.started(1)
    place.office.relay.will(Act.PUT_OFF)
    place.office.empty_letterbox()
    place.session.execute(update(Subscription).values(standing=Standing.UNSUBSCRIBED))

    place.office.clock.wait(minutes=7)
    place.office.sweep()
    place.office.empty_letterbox()

    assert place.states(campaign) == {"suppressed": 1}
    assert place.office.relay.taken == []


def test_sending_logs_nothing_about_a_person(place, caplog):
    place.started(2)
    place.office.relay.will(Act.REFUSE)

    place.office.empty_letterbox()

    addresses = place.session.scalars(select(Subscription.subscriber_id)).all()
    assert addresses
    assert "members.example" not in caplog.text
