"""Whatever a relay does stands in the ledger and on the page; once it is well again everybody has one copy."""

from collections import Counter
from contextlib import closing
from email import message_from_bytes, policy
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import pytest

from newsletter.campaigns.lifecycle import State
from newsletter.delivery import queries
from newsletter.delivery.journal import Journal
from newsletter.mail.route import Route
from newsletter.mail.smtp import Tls
from newsletter.mail.switchboard import Switchboard
from newsletter.reports.replies import replies
from tests.certificates import make_identity
from tests.mail.smtp.scripted_relay import QUICK, Act, ScriptedRelay

PEOPLE = 4
LEAVES = ("421 4.3.2 going down", Act.HANG_UP)
STARTTLS = {("ehlo", 1): "250-relay.example\r\n250-STARTTLS\r\n250 PIPELINING"}
SENT, NONE_SENT = {"sent": 4}, {"queued": 4}
ONE_IN_DOUBT, ONE_PUT_OFF, ONE_FAILED = ({"sent": 3, other: 1} for other in ("deferred", "deferred", "failed"))

LATE_S = 2 * QUICK.accepted_s


class InTurn(dict[Any, Any]):
    """A script whose answers are given one after the other, on whatever connection."""

    def get(self, step, usual=None):
        answers = super().get(step)
        return answers.pop(0) if answers else usual


@pytest.fixture
def send(place, tmp_path):
    """Send a campaign to a few people through a relay that follows a script, with a journal in a file."""
    place.office.journal = Journal(tmp_path)

    def sent(script, tls=None, demand=Tls.OFFERED):
        campaign = place.started(PEOPLE)
        with closing(ScriptedRelay(script, tls=tls)) as relay, closing(Switchboard()) as ways:
            place.office.transport = ways
            place.office.way = Route("relay", relay.relay(demand), 1, QUICK)
            place.office.empty_letterbox()
        return campaign, relay

    return sent


@pytest.fixture
def server_tls(tmp_path):
    identity, path = make_identity(), tmp_path / "localhost.pem"
    path.write_text(identity.key + identity.certificate)
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@pytest.fixture
def send_encrypted(send, server_tls):
    """The same, where the relay offers encryption."""
    return lambda script, demand=Tls.OFFERED: send(STARTTLS | script, server_tls, demand)


def recipients(relay):
    """Who may have got it: whose mail was written to its end, and not refused."""
    mails = [
        message_from_bytes(one, policy=policy.default) for one in relay.ends_seen if one and one not in relay.refused
    ]
    return [mail["To"].addresses[0].addr_spec for mail in mails]


def on_the_page(place, campaign):
    kept = queries.problems(place.session, campaign_id=campaign.id)
    said = replies(place.session, campaign_id=campaign.id, union_ids=None)
    return [problem for problem, _count in kept] + [one.example for one in said]


def look(place, campaign, relay, states, words):
    """It is known now, and when the relay is well everybody gets what they have not got, but for who was refused."""
    assert place.states(campaign) == states
    assert place.fates(campaign).adds_up
    page = on_the_page(place, campaign)
    assert any(words in one for one in page) if words else page == []

    with closing(ScriptedRelay()) as well, closing(Switchboard()) as ways:
        place.office.transport = ways
        place.office.way = Route("relay", well.relay(), 1, QUICK)
        for _ in range(3):
            place.office.clock.wait(hours=1)
            place.office.sweep()
            place.office.empty_letterbox()

    assert place.state(campaign) is State.DONE
    assert place.states(campaign) == Counter(sent=PEOPLE - states.get("failed", 0), failed=states.get("failed", 0))
    doubts = sum(one.doubts for one in place.messages(campaign))
    got = recipients(relay) + recipients(well)
    assert len(got) - len(set(got)) <= doubts <= 1
    assert queries.problems(place.session, campaign_id=campaign.id) == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Act.HANG_UP, "closed the connection"),
        (Act.RESET, "relay"),  # the reset is seen while connecting, writing or reading
        (Act.HANG, "did not answer in time"),
        ("HTTP/1.1 400 Bad Request", "no SMTP reply"),
        ("\x00\xff\xfe", "no SMTP reply"),
        ("220 " + "x" * 100_000, "endless line"),
        ("220-relay\r\n" * 1000, "does not end"),
        (LEAVES, "421 4.3.2 going down"),
        ("554 5.7.1 not you", "554 5.7.1 not you"),
    ],
    ids=["closes", "resets", "hangs", "web server", "garbage", "long line", "no end", "leaves", "refuses"],
)
def test_a_relay_that_does_not_begin_well_costs_nobody_a_try(place, send, answer, words):
    campaign, relay = send({("connect", 1): answer})

    assert {one.attempts for one in place.messages(campaign)} == {0}
    look(place, campaign, relay, NONE_SENT, words)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Act.HANG_UP, "closed the connection"),
        (Act.RESET, "the relay"),
        (Act.HANG, "did not answer in time"),
        ("what?", "no SMTP reply"),
        ("250 " + "x" * 100_000, "endless line"),
        ("250-taken\r\n" * 1000, "does not end"),
        ("354 go on", "354"),
    ],
    ids=["closes", "resets", "hangs", "garbage", "long line", "no end", "another question"],
)
def test_behind_the_final_dot_only_that_mail_is_in_doubt(place, send, answer, words):
    campaign, relay = send({("content", 3): answer})

    look(place, campaign, relay, ONE_IN_DOUBT, words)


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
@pytest.mark.parametrize(
    "answer", [Act.HANG_UP, Act.RESET, Act.HANG, "what?", "250 " + "x" * 100_000, "999 no"], ids=range(6)
)
def test_before_the_final_dot_nothing_is_in_doubt_and_another_connection_goes_on(place, send, step, answer):
    campaign, relay = send({(step, 3): answer})

    assert relay.connections > 1
    look(place, campaign, relay, SENT, "")


@pytest.mark.parametrize(
    ("step", "states", "words"),
    [
        ("mail", SENT, ""),
        ("rcpt", ONE_PUT_OFF, "going down"),
        ("data", ONE_PUT_OFF, "going down"),
        ("content", ONE_PUT_OFF, "going down"),
    ],
)
def test_a_relay_that_leaves_is_obeyed_and_asked_again(place, send, step, states, words):
    campaign, relay = send({(step, 3): "421 4.3.2 going down"})

    look(place, campaign, relay, states, words)


def test_answers_in_many_lines_and_pieces_are_read_whole(place, send):
    pieces = (b"55", b"0-5.1.1 nob", b"ody\r\n550", b"-5.1.1 of that name\r", b"\n", "550 5.1.1 here")
    campaign, relay = send({("rcpt", 2): pieces})

    look(place, campaign, relay, ONE_FAILED, "nobody\n5.1.1 of that name\n5.1.1 here")


def test_whom_the_relay_refuses_while_the_next_mail_is_out_is_the_only_one_refused(place, send):
    campaign, relay = send({("rcpt", 2): "550 5.1.1 nobody", ("data", 2): "503 5.5.1 nobody to send to"})

    (refused,) = [one.subscriber_id for one in place.messages(campaign) if one.state == "failed"]
    assert refused == place.messages(campaign)[1].subscriber_id
    assert len(relay.ends_seen) == PEOPLE - 1
    look(place, campaign, relay, ONE_FAILED, "nobody")


def test_a_yes_that_comes_when_we_have_given_up_is_not_the_next_mails(place, send):
    campaign, relay = send(
        InTurn({("content", 1): [(LATE_S, "250 2.0.0 late"), "554 5.6.0 not this one"]}),
    )

    first, second, *others = place.messages(campaign)
    assert (first.state, second.state, {one.state for one in others}) == ("deferred", "deferred", {"sent"})
    assert "did not answer in time" in first.reply
    assert "not this one" in second.reply
    assert len(relay.taken) == PEOPLE - 1


@pytest.mark.parametrize("demand", [Tls.OFFERED, Tls.REQUIRED])
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("454 4.7.0 TLS not available", "454 4.7.0 TLS not available"),
        (("220 go ahead", Act.HANG_UP), "relay"),
        ("220 go ahead\r\nHTTP/1.1 400", "in the clear"),
    ],
)
def test_encryption_that_is_offered_and_fails_sends_nothing(place, send_encrypted, demand, answer, words):
    campaign, relay = send_encrypted({("starttls", 1): answer}, demand)

    assert relay.ends_seen == []
    look(place, campaign, relay, NONE_SENT, words)


@pytest.mark.parametrize("step", ["mail", "content"])
def test_encryption_that_breaks_leaves_one_mail_in_doubt_at_most(place, send_encrypted, step):
    campaign, relay = send_encrypted({(step, 3): Act.RESET})

    states, words = (ONE_IN_DOUBT, "the relay") if step == "content" else (SENT, "")
    look(place, campaign, relay, states, words)
