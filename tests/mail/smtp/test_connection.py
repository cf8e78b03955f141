import socket
import time
from dataclasses import replace

import pytest

from newsletter.mail.smtp import (
    BadEnvelope,
    Cause,
    Connection,
    Envelope,
    InDoubt,
    Kind,
    PermanentError,
    Relay,
    Throttled,
    Tls,
    TransientError,
    send_one,
)
from tests.mail.smtp.scripted_relay import PATIENT, QUICK, Act

LETTER: Envelope[object] = Envelope("b+abc@nasp.example", "maria@ue.example", b"Subject: Hi\r\n\r\nHi\r\n", "maria")
WITH_TLS = {("ehlo", 1): "250-relay.example\r\n250-STARTTLS\r\n250 PIPELINING"}


def with_auth(mechanisms):
    return {("ehlo", 1): f"250-relay.example\r\n250-AUTH {mechanisms}\r\n250 PIPELINING"}


def test_one_mail_is_sent_and_the_relay_told_goodbye(scripted):
    relay = scripted()

    outcome = send_one(relay.relay(), LETTER, PATIENT)

    assert (outcome.key, outcome.kind) == ("maria", Kind.ACCEPTED)
    assert relay.taken == [LETTER.body]
    assert relay.heard[0] == "EHLO [127.0.0.1]"
    assert relay.heard[-1] == "QUIT"


@pytest.mark.parametrize(
    ("script", "error", "code"),
    [
        ({("rcpt", 1): "550 5.1.1 nobody"}, PermanentError, 550),
        ({("content", 1): "451 4.3.0 later"}, TransientError, 451),
        ({("content", 1): "454 Throttling failure: Maximum sending rate exceeded"}, Throttled, 454),
        ({("rcpt", 1): "450 4.7.1 too many connections"}, Throttled, 450),
        ({("mail", 1): ("421 4.3.2 closing", Act.HANG_UP)}, Throttled, 421),
        ({("data", 1): Act.HANG_UP}, TransientError, 0),
        ({("content", 1): Act.HANG_UP}, InDoubt, 0),
    ],
)
def test_one_mail_that_is_not_taken_says_what_to_do_next(scripted, script, error, code):
    with pytest.raises(error) as failure:
        send_one(scripted(script).relay(), LETTER, PATIENT)

    assert type(failure.value) is error
    assert failure.value.code == code


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ({("connect", 1): Act.HANG_UP}, TransientError),
        ({("connect", 1): Act.RESET}, TransientError),
        ({("connect", 1): Act.HANG}, TransientError),
        ({("connect", 1): "HTTP/1.1 400 Bad Request"}, TransientError),
        ({("connect", 1): ("421 4.7.0 too many connections", Act.HANG_UP)}, Throttled),
        ({("connect", 1): "451 4.3.0 starting"}, TransientError),
        ({("connect", 1): "554 no service for you"}, PermanentError),
        ({("ehlo", 1): "554 no", ("helo", 1): "554 no"}, PermanentError),
        ({("ehlo", 1): Act.HANG_UP}, TransientError),
    ],
)
def test_a_relay_that_does_not_open_says_why(scripted, script, error):
    connection = Connection(scripted(script).relay(), QUICK)

    with pytest.raises(error) as failure:
        connection.open()

    assert isinstance(failure.value, Throttled) is (error is Throttled)


def test_a_relay_that_is_not_there_is_a_matter_of_time():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(TransientError, match=f"cannot reach the relay 127.0.0.1:{port}"):
        Connection(Relay("127.0.0.1", port), QUICK).open()


def test_an_unknown_host_is_a_matter_of_time():
    with pytest.raises(TransientError, match="cannot reach"):
        Connection(Relay("relay.invalid", 25), QUICK).open()


def test_an_old_relay_is_greeted_in_its_way(scripted):
    relay = scripted({("ehlo", 1): "502 what?"})

    assert send_one(relay.relay(hello="news.nasp.example"), LETTER, PATIENT).kind is Kind.ACCEPTED

    assert relay.heard[:2] == ["EHLO news.nasp.example", "HELO news.nasp.example"]


def test_sending_needs_an_open_connection(scripted):
    with pytest.raises(TransientError, match="not opened"):
        Connection(scripted().relay()).send_many([LETTER])


@pytest.mark.parametrize("tls", [Tls.REQUIRED, Tls.OFFERED])
def test_starttls_is_used_and_greeted_anew(scripted, server_tls, certificate, tls):
    relay = scripted(WITH_TLS, tls=server_tls)

    outcome = send_one(relay.relay(tls, ca=str(certificate)), LETTER, PATIENT)

    assert outcome.kind is Kind.ACCEPTED
    assert [line.split()[0] for line in relay.heard[:4]] == ["EHLO", "STARTTLS", "EHLO", "MAIL"]


def test_many_mails_go_through_tls(scripted, server_tls, certificate):
    relay = scripted({("content", 2): Act.HANG_UP}, tls=server_tls, implicit_tls=True)
    letters = [Envelope("", "a@b.example", b"x" * 100_000 + b"\r\n", key) for key in range(3)]

    with Connection(relay.relay(Tls.IMPLICIT, ca=str(certificate)), PATIENT) as connection:
        outcomes = list(connection.send_many(letters))

    assert [outcome.kind for outcome in outcomes] == [Kind.ACCEPTED, Kind.IN_DOUBT, Kind.UNSENT]
    assert relay.heard[1] == "MAIL FROM:<>"


def test_a_certificate_nobody_vouches_for_stops_required_tls_only(scripted, server_tls):
    relay = scripted(WITH_TLS, tls=server_tls)

    with pytest.raises(PermanentError, match="certificate"):
        send_one(relay.relay(Tls.REQUIRED), LETTER, PATIENT)
    assert send_one(relay.relay(Tls.OFFERED), LETTER, PATIENT).kind is Kind.ACCEPTED


def test_required_tls_is_not_given_up_because_nobody_offers_it(scripted):
    relay = scripted()

    with pytest.raises(PermanentError, match="STARTTLS"):
        send_one(relay.relay(Tls.REQUIRED), LETTER, PATIENT)

    assert relay.taken == []


def test_what_was_said_before_the_encryption_is_not_believed(scripted, server_tls):
    relay = scripted(WITH_TLS | {("starttls", 1): "220 go ahead\r\n250 injected"}, tls=server_tls)

    with pytest.raises(TransientError, match="in the clear"):
        send_one(relay.relay(), LETTER, PATIENT)


def test_signing_in_the_short_way(scripted):
    relay = scripted(with_auth("LOGIN PLAIN"))

    send_one(relay.relay(Tls.OFF, username="ue", password="sécret"), LETTER, PATIENT)

    assert relay.heard[1] == "AUTH PLAIN AHVlAHPDqWNyZXQ="


def test_signing_in_the_long_way(scripted):
    relay = scripted(
        with_auth("LOGIN")
        | {("auth", 1): "334 VXNlcm5hbWU6", ("secret", 1): "334 UGFzc3dvcmQ6", ("secret", 2): "235 in"}
    )

    send_one(relay.relay(Tls.OFF, username="ue", password="secret"), LETTER, PATIENT)

    assert relay.heard[1:4] == ["AUTH LOGIN", "ue", "secret"]


@pytest.mark.parametrize("script", [with_auth("PLAIN") | {("auth", 1): "535 5.7.8 no"}, with_auth("CRAM-MD5"), {}])
def test_a_wrong_password_is_for_the_operator(scripted, script):
    with pytest.raises(PermanentError) as failure:
        send_one(scripted(script).relay(Tls.OFF, username="ue", password="hunter2"), LETTER, PATIENT)

    assert "hunter2" not in str(failure.value)


@pytest.mark.parametrize(
    "address",
    ["a@b.example>\r\nDATA", "a b@c.example", "<a@b.example>", "a@é.example", "é\udc80@b.example", "x" * 255],
)
def test_an_envelope_cannot_speak_to_the_relay(address):
    with pytest.raises(BadEnvelope):
        Envelope("", address, b"\r\n", 1)
    with pytest.raises(BadEnvelope):
        Envelope(address, "a@b.example", b"\r\n", 1)


def test_a_recipient_is_not_optional_and_a_last_line_has_its_end():
    with pytest.raises(BadEnvelope):
        Envelope("", "", b"\r\n", 1)
    with pytest.raises(BadEnvelope):
        Envelope("", "a@b.example", b"x", 1)


@pytest.mark.parametrize("pipelining", [{}, {("ehlo", n): "250 relay.example" for n in range(1, 4)}])
def test_a_relay_gets_no_more_mails_on_a_connection_than_it_should(scripted, pipelining):
    relay = scripted(pipelining)
    letters = iter([replace(LETTER, key=key) for key in range(5)])

    with Connection(relay.relay(mails_per_connection=2), PATIENT) as connection:
        assert [one.key for one in connection.send_many(letters)] == [0, 1]
        assert "had its mails" in str(connection.trouble)
        assert connection.open()
        assert [one.key for one in connection.send_many(letters)] == [2, 3]

    assert relay.connections == 2
    assert relay.heard.count("QUIT") == 2
    assert next(letters).key == 4


def test_a_connection_that_was_idle_for_long_is_not_used_again(scripted):
    relay = scripted()
    connection = Connection(relay.relay(), replace(PATIENT, idle_s=0.2))
    connection.open()
    list(connection.send_many([LETTER]))

    assert not connection.open()
    time.sleep(0.3)
    assert connection.open()

    assert relay.heard.count("QUIT") == 1
    connection.close()


@pytest.mark.parametrize("host", ["a..b.example", "x" * 70 + ".example", ".example"])
def test_a_host_that_cannot_be_is_one_nobody_finds(host):
    with pytest.raises(TransientError, match="cannot reach") as failure:
        Connection(Relay(host), QUICK).open()

    assert failure.value.cause is Cause.NO_SUCH_HOST
