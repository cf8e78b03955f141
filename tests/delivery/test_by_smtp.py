"""The same over real sockets, with the pool that workers use."""

from contextlib import closing
from email import message_from_bytes, policy

import pytest

from newsletter.delivery.fates import MessageState
from newsletter.mail.route import Route
from newsletter.mail.switchboard import Switchboard
from tests.mail.smtp.scripted_relay import QUICK, Act, ScriptedRelay


@pytest.fixture
def send(place):
    """Send a campaign to so many people through a relay that follows a script."""

    def sent(people, script, connections=1):
        campaign = place.started(people)
        with closing(ScriptedRelay(script)) as relay, closing(Switchboard()) as ways:
            place.office.transport = ways
            place.office.way = Route("relay", relay.relay(), connections, QUICK)
            place.office.empty_letterbox()
        return campaign, relay

    return sent


def recipients(relay):
    return [message_from_bytes(one, policy=policy.default)["To"].addresses[0].addr_spec for one in relay.ends_seen]


def test_everybody_gets_their_own_copy(place, send):
    campaign, relay = send(120, {}, connections=3)

    assert place.states(campaign) == {"sent": 120}
    assert len(set(recipients(relay))) == len(relay.ends_seen) == 120


def test_when_a_connection_dies_one_mail_is_in_doubt_and_the_rest_goes_on(place, send):
    campaign, relay = send(5, {("content", 3): Act.HANG_UP})

    assert place.states(campaign) == {"sent": 4, "deferred": 1}
    (doubt,) = [one for one in place.messages(campaign) if one.state is MessageState.DEFERRED]
    assert "closed the connection" in doubt.reply
    assert len(set(recipients(relay))) == 5


def test_a_relay_that_takes_two_on_a_connection_gets_more_connections(place, send):
    campaign, relay = send(5, {("mail", 3): ("421 4.7.0 two are enough", Act.HANG_UP)})

    assert place.states(campaign) == {"sent": 5}
    assert relay.connections == 3


def test_a_relay_that_takes_nothing_costs_nobody_a_try(place, send):
    campaign, _ = send(3, {("mail", 1): ("421 4.7.0 not now", Act.HANG_UP)})

    assert place.states(campaign) == {"queued": 3}
    assert {one.attempts for one in place.messages(campaign)} == {0}
    assert "not now" in place.batches(campaign)[0].problem


def test_replies_are_kept_with_whom_they_are_about(place, send):
    script = {("rcpt", 1): "550 5.1.1 nobody here", ("rcpt", 2): "452 4.2.2 mailbox full"}
    campaign, _ = send(3, script)

    assert [(one.state, one.reply) for one in place.messages(campaign)] == [
        (MessageState.FAILED, "550 5.1.1 nobody here"),
        (MessageState.DEFERRED, "452 4.2.2 mailbox full"),
        (MessageState.SENT, None),
    ]
