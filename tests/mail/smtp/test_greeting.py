"""Coming to terms with a relay: encryption, certificates and signing in, and all that can go wrong with them."""

from base64 import b64encode
from dataclasses import replace

import pytest

from newsletter.mail.smtp import (
    Auth,
    Cause,
    Connection,
    Envelope,
    Kind,
    PermanentError,
    SmtpError,
    Throttled,
    Tls,
    TransientError,
    send_one,
)
from tests.mail.smtp.scripted_relay import PATIENT, QUICK, Act

LETTER: Envelope[object] = Envelope("b+abc@nasp.example", "maria@ue.example", b"Subject: Hi\r\n\r\nHi\r\n", "maria")
STARTTLS = {("ehlo", 1): "250-relay.example\r\n250-STARTTLS\r\n250 PIPELINING"}


@pytest.fixture
def encrypting(scripted, server_tls):
    return lambda script: scripted(STARTTLS | script, tls=server_tls)


def offering(mechanisms):
    return {("ehlo", 1): f"250-relay.example\r\n250 AUTH {mechanisms}"}


def refusal(relay, timeouts=PATIENT) -> SmtpError:
    with pytest.raises(SmtpError) as failure:
        Connection(relay, timeouts).open()
    return failure.value


@pytest.mark.parametrize("tls", [Tls.REQUIRED, Tls.IMPLICIT])
def test_certificates_to_trust_may_be_given_as_they_are(scripted, server_tls, certificate, tls):
    relay = scripted(STARTTLS, tls=server_tls, implicit_tls=tls is Tls.IMPLICIT)

    outcome = send_one(relay.relay(tls, authorities=certificate.read_text()), LETTER, PATIENT)

    assert outcome.kind is Kind.ACCEPTED


def test_a_relay_that_wants_a_certificate_of_ours_is_shown_it(scripted, asking_tls, certificate):
    key, _, chain = certificate.read_text().partition("-----BEGIN CERTIFICATE-----")
    relay = scripted(STARTTLS, tls=asking_tls)
    ours = relay.relay(Tls.REQUIRED, ca=str(certificate), certificate=f"-----BEGIN CERTIFICATE-----{chain}", key=key)

    assert send_one(ours, LETTER, PATIENT).kind is Kind.ACCEPTED


def test_a_relay_that_wants_a_certificate_of_ours_gets_no_mail_without(scripted, asking_tls, certificate):
    relay = scripted(STARTTLS, tls=asking_tls)

    with pytest.raises(TransientError):
        send_one(relay.relay(Tls.REQUIRED, ca=str(certificate)), LETTER, PATIENT)

    assert relay.taken == []


@pytest.mark.parametrize(
    "given",
    [
        {"ca": "/nowhere.pem"},
        {"authorities": "no certificate"},
        {"authorities": "é"},
        {"certificate": "no certificate"},
        {"certificate": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"},
    ],
)
def test_certificates_that_cannot_be_used_are_for_the_operator(scripted, server_tls, given):
    relay = scripted(STARTTLS, tls=server_tls)

    why = refusal(relay.relay(Tls.REQUIRED, **given))

    assert isinstance(why, PermanentError)
    assert why.cause is Cause.BAD_CERTIFICATE


def test_a_locked_key_is_refused_and_nobody_is_asked_for_its_password(scripted, server_tls, certificate, locked_key):
    relay = scripted(STARTTLS, tls=server_tls)

    chain = certificate.read_text()[certificate.read_text().index("-----BEGIN CERTIFICATE") :]

    why = refusal(relay.relay(Tls.REQUIRED, certificate=chain, key=locked_key))

    assert why.cause is Cause.BAD_CERTIFICATE


def test_another_name_on_the_certificate_is_not_believed(scripted, server_tls, certificate):
    relay = scripted(STARTTLS, tls=server_tls)

    why = refusal(replace(relay.relay(Tls.REQUIRED, ca=str(certificate)), host="127.1"))

    assert why.cause is Cause.UNTRUSTED


@pytest.mark.parametrize("tls", [Tls.REQUIRED, Tls.OFFERED])
@pytest.mark.parametrize(
    ("answer", "cause", "error"),
    [
        ("454 4.7.0 TLS not available", Cause.NO_ENCRYPTION, TransientError),
        ("501 5.5.4 what?", Cause.NO_ENCRYPTION, PermanentError),
        ("421 4.3.2 closing", Cause.BUSY, Throttled),
        (Act.HANG_UP, Cause.BROKEN_OFF, TransientError),
        (Act.HANG, Cause.BROKEN_OFF, TransientError),
        (("220 go ahead", Act.HANG_UP), Cause.BROKEN_OFF, TransientError),
        (("220 go ahead", Act.HANG), Cause.NO_ENCRYPTION, TransientError),
        ("220 go ahead\r\nHTTP/1.1 400", Cause.BROKEN_OFF, TransientError),
    ],
)
def test_encryption_that_is_offered_and_fails_is_not_done_without(encrypting, tls, answer, cause, error):
    relay = encrypting({("starttls", 1): answer})

    why = refusal(relay.relay(tls), QUICK)

    assert isinstance(why, error)
    assert why.cause in {cause, Cause.NO_ENCRYPTION}  # hanging up is seen while reading or while encrypting
    assert not any(line.startswith("MAIL") for line in relay.heard)


def test_a_relay_that_speaks_in_the_clear_where_encryption_was_expected_is_told_so(scripted):
    assert refusal(scripted().relay(Tls.IMPLICIT), QUICK).cause is Cause.NO_ENCRYPTION


def test_a_relay_that_waits_for_encryption_is_told_so(scripted, server_tls):
    relay = scripted(tls=server_tls, implicit_tls=True)

    assert refusal(relay.relay(Tls.REQUIRED), QUICK).cause is Cause.NO_SMTP


@pytest.mark.parametrize("step", ["ehlo", "mail", "content"])
@pytest.mark.parametrize("act", [Act.HANG_UP, Act.RESET, Act.HANG])
def test_encryption_that_ends_half_way_loses_nothing(scripted, server_tls, certificate, step, act):
    """The second EHLO is the one inside the encryption."""
    relay = scripted(STARTTLS | {(step, 2): act}, tls=server_tls)
    letters = [replace(LETTER, key=key) for key in range(3)]

    try:
        with Connection(relay.relay(Tls.REQUIRED, ca=str(certificate)), QUICK) as connection:
            kinds = [outcome.kind for outcome in connection.send_many(letters)]
    except TransientError:
        kinds = []

    lost = Kind.IN_DOUBT if step == "content" else Kind.UNSENT
    assert kinds == ([] if step == "ehlo" else [Kind.ACCEPTED, lost, Kind.UNSENT])


def test_signing_in_with_a_token(scripted):
    relay = scripted(offering("PLAIN XOAUTH2"))

    send_one(relay.relay(Tls.OFF, username="ue", password="t0ken", auth=Auth.XOAUTH2), LETTER, PATIENT)

    assert relay.heard[1] == "AUTH XOAUTH2 " + b64encode(b"user=ue\1auth=Bearer t0ken\1\1").decode()


def test_a_token_that_is_out_of_date_is_refused_in_two_steps(scripted):
    why = b64encode(b'{"status": "401"}').decode()
    relay = scripted(offering("XOAUTH2") | {("auth", 1): f"334 {why}", ("secret", 1): "535 5.7.8 expired"})

    refused = refusal(relay.relay(Tls.OFF, username="ue", password="t0ken", auth=Auth.XOAUTH2))

    assert (refused.code, refused.cause) == (535, Cause.SIGN_IN_REFUSED)
    assert isinstance(refused, PermanentError)


@pytest.mark.parametrize(
    ("auth", "offered", "used"),
    [
        (Auth.PASSWORD, "LOGIN PLAIN", "PLAIN"),
        (Auth.PLAIN, "LOGIN PLAIN", "PLAIN"),
        (Auth.PLAIN, "LOGIN", None),
        (Auth.LOGIN, "PLAIN", None),
        (Auth.XOAUTH2, "PLAIN LOGIN", None),
        (Auth.PASSWORD, "XOAUTH2", None),
    ],
)
def test_a_secret_goes_no_other_way_than_it_should(scripted, auth, offered, used):
    relay = scripted(offering(offered))
    ours = relay.relay(Tls.OFF, username="ue", password="x", auth=auth)

    if used:
        send_one(ours, LETTER, PATIENT)
        assert relay.heard[1].startswith(f"AUTH {used} ")
    else:
        assert refusal(ours).cause is Cause.NO_SIGN_IN
        assert not any(line.startswith("AUTH") for line in relay.heard)


@pytest.mark.parametrize("verb", ["connect", "ehlo", "starttls", "auth"])
@pytest.mark.parametrize(
    "answer",
    [
        Act.HANG_UP,
        Act.RESET,
        Act.HANG,
        ("421 4.3.2 closing", Act.HANG_UP),
        "\x00\xff",
        "x" * 100_000,
        "250-endless\r\n" * 200,
        (b"25", Act.HANG_UP),
        "354 go on",
        "999 x",
    ],
)
def test_whatever_a_relay_says_before_the_first_mail_it_ends_in_one_of_our_errors(
    scripted, server_tls, certificate, verb, answer
):
    both = {("ehlo", n): "250-relay.example\r\n250-AUTH PLAIN\r\n250 STARTTLS" for n in (1, 2)}
    relay = scripted(both | {(verb, 1): answer}, tls=server_tls)

    why = refusal(relay.relay(Tls.REQUIRED, ca=str(certificate), username="ue", password="hunter2"), QUICK)

    assert isinstance(why, TransientError | PermanentError)
    assert "hunter2" not in str(why)
    assert not any(line.startswith("MAIL") for line in relay.heard)
