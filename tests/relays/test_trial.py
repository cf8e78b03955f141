from contextlib import closing
from email import message_from_bytes
from email.policy import default

import pytest

from newsletter.mail.route import Route
from newsletter.mail.smtp import Cause, Kind, PermanentError, SmtpError, send_one
from newsletter.relays.advice import ADVICE
from newsletter.relays.trial import failure, write_trial
from newsletter.unions import queries as unions
from tests.clock import NOON
from tests.mail.smtp.scripted_relay import PATIENT, Act, ScriptedRelay


@pytest.fixture
def send(session, union):
    def one(relay, recipient="maria@members.example", language="en"):
        route = Route("Post", relay.relay())
        trial = write_trial(
            route,
            sender=unions.default_sender(session, union.id),
            recipient=recipient,
            bounce_domain="bounces.example",
            mail_domain="news.example",
            language=language,
            now=NOON,
        )
        return send_one(route.relay, trial, PATIENT)

    return one


@pytest.mark.parametrize(("language", "subject"), [("en", "A test"), ("fr", "essai"), ("es", "prueba")])
def test_a_trial_is_a_mail_in_the_readers_language(scripted, send, language, subject):
    relay = scripted()

    assert send(relay, language=language).kind is Kind.ACCEPTED

    mail = message_from_bytes(relay.taken[0], policy=default)
    assert subject in mail["Subject"]
    assert mail["From"] == "UE news <news@ue.example>"
    assert "Post" in mail.get_content()
    assert relay.heard[1].startswith("MAIL FROM:<postmaster@bounces.example>")


def test_a_trial_goes_to_letters_beyond_ascii_where_the_relay_can(scripted, send):
    relay = scripted({("ehlo", 1): "250-relay\r\n250-8BITMIME\r\n250 SMTPUTF8"})

    assert send(relay, "josé@members.example").kind is Kind.ACCEPTED

    assert message_from_bytes(relay.taken[0], policy=default.clone(utf8=True))["To"] == "josé@members.example"


@pytest.mark.parametrize(
    ("script", "recipient", "cause"),
    [
        ({("connect", 1): "554 5.7.1 not you"}, "a@b.example", Cause.TURNED_AWAY),
        ({("mail", 1): "550 5.7.1 not from you"}, "a@b.example", Cause.SENDER),
        ({("rcpt", 1): "550 5.1.1 nobody"}, "a@b.example", Cause.RECIPIENT),
        ({("rcpt", 1): "451 4.7.1 too many mails"}, "a@b.example", Cause.BUSY),
        ({("content", 1): "550 5.7.1 spam"}, "a@b.example", Cause.MAIL),
        ({("content", 1): Act.HANG_UP}, "a@b.example", Cause.SILENCE),
        ({("mail", 1): Act.HANG_UP}, "a@b.example", Cause.BROKEN_OFF),
        ({}, "josé@b.example", Cause.MISFIT),
    ],
)
def test_a_failed_trial_says_what_it_was_about(scripted, send, script, recipient, cause):
    with pytest.raises(SmtpError) as failure:
        send(scripted(script), recipient)

    assert failure.value.cause is cause


def test_there_is_advice_for_every_cause():
    assert set(ADVICE) == set(Cause)
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in ADVICE.values())


def test_nobody_listens_where_nobody_listens(send):
    with closing(ScriptedRelay()) as gone:
        pass

    with pytest.raises(SmtpError) as failure:
        send(gone)

    assert failure.value.cause is Cause.NOT_LISTENING


def test_what_the_relay_said_is_one_line_that_names_nobody():
    said = failure(PermanentError("at rcpt: the relay answered 550 5.1.1 <maria@ue.example>\nis unknown"))

    assert said == "at rcpt: the relay answered 550 5.1.1 <…> is unknown"
