import socket
import time
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.mail.smtp import Connection, Envelope, Kind, Step, Throttled, Timeouts, TransientError, Unwritten
from newsletter.mail.smtp.offers import Offers
from newsletter.mail.smtp.pipeline import Pipeline
from newsletter.mail.smtp.wire import BrokenWrite, Wire
from tests.mail.smtp.scripted_relay import PATIENT, QUICK, Act, ScriptedRelay

ACCEPTED, DEFERRED, REFUSED, UNSENT, IN_DOUBT = Kind
PLAIN = {("ehlo", 1): "250-relay.example\r\n250 8BITMIME"}
BOTH = pytest.mark.parametrize("ehlo", [{}, PLAIN], ids=["pipelining", "one by one"])


def letters(count, size=100):
    return [
        Envelope("b+abc@nasp.example", f"m{key}@ue.example", f"To: {key}\r\n\r\n{'x' * size}\r\n".encode(), key)
        for key in range(1, count + 1)
    ]


def send(relay, envelopes, timeouts=PATIENT):
    with Connection(relay.relay(), timeouts) as connection:
        return list(connection.send_many(envelopes)), connection.trouble


def kinds(outcomes):
    outcomes = list(outcomes)
    assert [outcome.key for outcome in outcomes] == list(range(1, len(outcomes) + 1))
    return [outcome.kind for outcome in outcomes]


@BOTH
def test_every_mail_arrives_as_it_was_written(scripted, ehlo):
    relay = scripted(ehlo)
    envelopes = letters(5)

    outcomes, trouble = send(relay, envelopes)

    assert kinds(outcomes) == [ACCEPTED] * 5
    assert trouble is None
    assert relay.taken == [envelope.body for envelope in envelopes]
    assert relay.heard[1:4] == ["MAIL FROM:<b+abc@nasp.example>", "RCPT TO:<m1@ue.example>", "DATA"]
    assert relay.heard[-1] == "QUIT"
    assert relay.connections == 1


def test_the_next_mail_is_announced_behind_the_one_before():
    ours, theirs = socket.socketpair()
    ours_wire = Wire(ours)
    answering = Thread(target=answer_a_content_after_hearing_the_next_mail, args=(theirs,))
    answering.start()

    outcomes = list(Pipeline(ours_wire, PATIENT, Offers(pipelining=True)).send(letters(2), Unwritten()))

    assert kinds(outcomes) == [ACCEPTED, UNSENT]
    answering.join()
    ours_wire.close()


def answer_a_content_after_hearing_the_next_mail(client):
    client.sendall(b"250 ok\r\n250 ok\r\n354 go\r\n")
    heard = b""
    while not heard.endswith(b"\r\n.\r\nMAIL FROM:<b+abc@nasp.example>\r\nRCPT TO:<m2@ue.example>\r\nDATA\r\n"):
        heard += client.recv(65536)
    client.sendall(b"250 taken\r\n")
    client.close()


@BOTH
@pytest.mark.parametrize(
    ("step", "answer", "kind"),
    [
        ("mail", "451 4.3.0 later", DEFERRED),
        ("mail", "550 5.7.1 not you", REFUSED),
        ("rcpt", "450 4.2.1 later", DEFERRED),
        ("rcpt", "550 5.1.1 nobody", REFUSED),
        ("data", "451 4.3.0 later", DEFERRED),
        ("data", "554 5.7.1 no", REFUSED),
        ("content", "452 4.3.1 full", DEFERRED),
        ("content", "550-5.7.1 first line\r\n550 5.7.1 second line", REFUSED),
    ],
)
def test_a_refused_mail_does_not_touch_its_neighbours(scripted, ehlo, step, answer, kind):
    after = {("data", 2): "503 5.5.1 nobody to send to"} if step in {"mail", "rcpt"} and not ehlo else {}
    relay = scripted(ehlo | after | {(step, 2): answer})

    outcomes, trouble = send(relay, letters(3))

    assert kinds(outcomes) == [ACCEPTED, kind, ACCEPTED]
    assert outcomes[1].step is Step(step)
    assert outcomes[1].code == int(answer[:3])
    assert outcomes[1].status == answer[4:9]
    assert trouble is None
    assert len(relay.taken) == 2


def test_a_relay_that_wants_content_for_nobody_gets_none(scripted):
    relay = scripted({("rcpt", 1): "550 5.1.1 nobody", ("content", 1): "554 5.5.1 no valid recipients"})

    outcomes, _ = send(relay, letters(2))

    assert kinds(outcomes) == [REFUSED, ACCEPTED]
    assert relay.ends_seen == [b"", letters(2)[1].body]


def test_the_first_refusal_is_the_one_that_counts(scripted):
    relay = scripted(
        {("mail", 1): "550 5.7.1 not you", ("rcpt", 1): "503 5.5.1 need MAIL", ("data", 1): "503 5.5.1 no"}
    )

    outcomes, _ = send(relay, letters(1))

    assert (outcomes[0].step, outcomes[0].text) == (Step.MAIL, "5.7.1 not you")


@BOTH
@pytest.mark.parametrize(
    ("step", "second", "seen"),
    [("mail", UNSENT, 1), ("rcpt", DEFERRED, 1), ("data", DEFERRED, 1), ("content", DEFERRED, 2)],
)
def test_a_relay_that_leaves_is_obeyed_at_once(scripted, ehlo, step, second, seen):
    relay = scripted(ehlo | {(step, 2): ("421 4.7.28 too many mails", Act.HANG_UP)})

    outcomes, trouble = send(relay, letters(4))

    assert kinds(outcomes) == [ACCEPTED, second, UNSENT, UNSENT]
    assert outcomes[1].code == 421
    assert isinstance(trouble, Throttled)
    assert len(relay.ends_seen) == seen


@BOTH
@pytest.mark.parametrize("act", [Act.HANG_UP, Act.RESET, Act.HANG])
@pytest.mark.parametrize(
    ("step", "second"), [("mail", UNSENT), ("rcpt", UNSENT), ("data", UNSENT), ("content", IN_DOUBT)]
)
def test_only_a_mail_that_was_written_to_its_end_is_in_doubt(scripted, ehlo, act, step, second):
    relay = scripted(ehlo | {(step, 2): act})

    outcomes, trouble = send(relay, letters(4), QUICK)

    assert kinds(outcomes) == [ACCEPTED, second, UNSENT, UNSENT]
    assert isinstance(trouble, TransientError)


@pytest.mark.parametrize(
    "nonsense",
    [
        "what?",
        "",
        "999 x",
        "25 x",
        "250x",
        "\x00\xff",
        "250-a\r\n251 b",
        "x" * 100_000,
        "250-endless\r\n" * 200,
        "354 go on",
    ],
)
@pytest.mark.parametrize(("step", "second"), [("rcpt", UNSENT), ("content", IN_DOUBT)])
def test_nonsense_is_no_answer(scripted, nonsense, step, second):
    relay = scripted({(step, 2): nonsense})

    outcomes, trouble = send(relay, letters(3))

    assert kinds(outcomes) == [ACCEPTED, second, UNSENT]
    assert isinstance(trouble, TransientError)


def test_a_mail_is_not_written_to_a_relay_that_does_not_ask_for_it(scripted):
    relay = scripted({("data", 1): "250 data? fine"})

    outcomes, _ = send(relay, letters(2))

    assert kinds(outcomes) == [UNSENT, UNSENT]


def test_an_answer_too_many_is_not_taken_for_an_acceptance(scripted):
    relay = scripted({("data", 1): "354 go ahead\r\n250 2.0.0 taken"})

    outcomes, _ = send(relay, letters(2))

    assert kinds(outcomes) == [UNSENT, UNSENT]
    assert relay.taken == []


def test_answers_may_come_in_pieces_and_lines(scripted):
    relay = scripted(
        {("content", 1): (b"25", b"0-2.0.0 ta", b"ken\r\n250", b"-2.0.0 and\r", b"\n", "250 2.0.0 queued")}
    )

    outcomes, _ = send(relay, letters(2))

    assert kinds(outcomes) == [ACCEPTED, ACCEPTED]
    assert outcomes[0].text == "2.0.0 taken\n2.0.0 and\n2.0.0 queued"


def test_a_relay_that_stops_reading_did_not_get_the_mail(scripted):
    relay = scripted({("data", 2): ("354 go ahead", Act.HANG)})
    small, big = letters(1)[0], letters(2, size=30_000_000)[1]

    outcomes, trouble = send(relay, [small, big], QUICK)

    assert kinds(outcomes) == [ACCEPTED, UNSENT]
    assert isinstance(trouble, BrokenWrite)


def test_a_relay_that_refuses_in_the_middle_of_a_mail_is_heard(scripted):
    relay = scripted({("data", 1): ("354 go ahead", "552 5.3.4 too big", Act.HANG_UP)})

    outcomes, _ = send(relay, letters(2, size=30_000_000))

    assert outcomes[0].kind in {REFUSED, UNSENT}  # a reset may overtake the words
    assert outcomes[1].kind is UNSENT


def test_waiting_for_the_last_answer_takes_longer_than_for_others():
    assert Timeouts().accepted_s >= 600 > Timeouts().command_s


def test_who_stops_asking_knows_what_was_sent(scripted):
    relay = scripted()
    with Connection(relay.relay(), PATIENT) as connection:
        outcomes = connection.send_many(letters(5))
        first = next(outcomes)
        outcomes.close()

        assert first.kind is ACCEPTED
        assert len(relay.ends_seen) == 1
        assert connection.trouble

        connection.open()
        assert kinds(connection.send_many(letters(2))) == [ACCEPTED, ACCEPTED]
    assert relay.connections == 2


def test_an_envelope_that_cannot_be_made_stops_the_sending_before_the_mail_ahead_of_it(scripted):
    relay = scripted()

    def breaking():
        yield from letters(2)
        raise LookupError

    with Connection(relay.relay(), PATIENT) as connection:
        outcomes = connection.send_many(breaking())

        assert next(outcomes).kind is ACCEPTED
        with pytest.raises(LookupError):
            next(outcomes)

    assert len(relay.ends_seen) == 1


def test_a_connection_serves_many_batches(scripted):
    relay = scripted({("rcpt", 2): "550 5.1.1 nobody"})
    with Connection(relay.relay(), PATIENT) as connection:
        for expected in ([ACCEPTED, REFUSED], [ACCEPTED, ACCEPTED], []):
            connection.open()
            assert kinds(connection.send_many(letters(len(expected)))) == expected

    assert relay.connections == 1


def test_a_connection_the_relay_closed_meanwhile_is_opened_anew(scripted):
    relay = scripted({("content", 1): ("250 2.0.0 taken", "421 4.4.2 idle for too long", Act.HANG_UP)})
    with Connection(relay.relay(), PATIENT) as connection:
        assert kinds(connection.send_many(letters(1))) == [ACCEPTED]
        time.sleep(0.1)

        connection.open()

        assert kinds(connection.send_many(letters(1))) == [ACCEPTED]
    assert relay.connections == 2


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(1, 2200), pipelining=st.booleans())
def test_wherever_the_line_is_cut_nothing_is_lost_or_doubled(cut, pipelining):
    relay = ScriptedRelay({} if pipelining else PLAIN, cut_after_bytes=cut)
    envelopes = letters(6, size=200)
    try:
        outcomes, _ = send(relay, envelopes)
    except TransientError:
        return
    finally:
        relay.close()

    fates = dict(zip([envelope.body for envelope in envelopes], kinds(outcomes), strict=True))
    assert list(fates.values()).count(IN_DOUBT) <= 1
    assert all(fates[body] in {ACCEPTED, IN_DOUBT} for body in relay.taken)
    assert all(body in relay.taken for body, kind in fates.items() if kind is ACCEPTED)
    assert not [body for body, kind in fates.items() if kind is UNSENT and body in relay.ends_seen]
