import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.mail.smtp import Connection, Envelope, Kind
from newsletter.mail.smtp.envelope import Misfit
from newsletter.mail.smtp.offers import Offers
from tests.mail.smtp.scripted_relay import PATIENT

EVERYTHING = ["PIPELINING", "STARTTLS", "8BITMIME", "SMTPUTF8", "SIZE 1000", "DSN", "AUTH LOGIN PLAIN", "X-ODD a b"]
BODY = b"Subject: Hi\r\n\r\nHi\r\n"


def mail(recipient="maria@ue.example", body=BODY, sender="b+abc@nasp.example", *, eight_bit=False):
    return Envelope(sender, recipient, body, recipient, eight_bit=eight_bit)


def test_what_a_relay_offers_is_read_from_its_greeting():
    offers = Offers.read(EVERYTHING)

    assert offers == Offers(
        pipelining=True,
        starttls=True,
        eight_bit=True,
        smtputf8=True,
        counts_bytes=True,
        largest_bytes=1000,
        dsn=True,
        mechanisms=frozenset({"LOGIN", "PLAIN"}),
    )


@pytest.mark.parametrize("line", ["SIZE", "SIZE 0", "SIZE much", "SIZE -1", "SIZE ²", "SIZE " + "9" * 5000])
def test_a_size_without_a_limit_is_none(line):
    offers = Offers.read([line])

    assert offers.counts_bytes
    assert offers.largest_bytes == sys.maxsize


def test_an_old_spelling_of_ways_to_sign_in_is_understood():
    assert Offers.read(["auth=login plain"]).mechanisms == {"LOGIN", "PLAIN"}


@given(st.lists(st.text()))
def test_no_greeting_breaks_the_reading(lines):
    assert Offers.read(lines).largest_bytes > 0


def test_nothing_is_asked_of_a_relay_that_offers_nothing():
    assert mail().commands(Offers(), "FAILURE") == (
        b"MAIL FROM:<b+abc@nasp.example>\r\n",
        b"RCPT TO:<maria@ue.example>\r\n",
        b"DATA\r\n",
    )


def test_what_is_offered_is_used_where_it_is_needed():
    first, second, _ = mail("josé@xn--bcher-kva.example").commands(Offers.read(EVERYTHING), "FAILURE,DELAY")

    assert first == (b"MAIL FROM:<b+abc@nasp.example> SIZE=19 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=b+2Babc\r\n")
    assert second == "RCPT TO:<josé@xn--bcher-kva.example> NOTIFY=FAILURE,DELAY\r\n".encode()


def test_no_reports_are_asked_for_a_mail_that_must_not_bounce():
    first, second, _ = mail(sender="").commands(Offers(dsn=True), "FAILURE")

    assert (first, second) == (b"MAIL FROM:<>\r\n", b"RCPT TO:<maria@ue.example>\r\n")


def test_a_name_too_long_for_a_report_is_left_out():
    first, _, _ = mail(sender="+" * 60 + "@nasp.example").commands(Offers(dsn=True), "FAILURE")

    assert first.endswith(b" RET=HDRS\r\n")


def test_a_body_that_is_not_ascii_is_announced_so():
    assert b" BODY=8BITMIME\r\n" in mail(eight_bit=True).commands(Offers(eight_bit=True))[0]


@pytest.mark.parametrize(
    ("envelope", "offers", "why"),
    [
        (mail(), Offers(largest_bytes=18), "5.3.4 the mail has 19 bytes and the relay takes 18: shorten it"),
        (mail("josé@ue.example"), Offers(eight_bit=True), "5.6.7 .* letters before the @"),
        (mail("josé@ue.example"), Offers(smtputf8=True), "5.6.1"),
        (mail(eight_bit=True), Offers(), "5.6.1 .* not plain ASCII"),
    ],
)
def test_a_mail_the_relay_could_not_take_is_not_offered_to_it(envelope, offers, why):
    with pytest.raises(Misfit, match=why):
        envelope.commands(offers)


@pytest.mark.parametrize("pipelining", ["PIPELINING", "X-NOTHING"])
def test_a_mail_that_does_not_fit_is_refused_alone(scripted, pipelining):
    relay = scripted({("ehlo", 1): f"250-relay.example\r\n250-{pipelining}\r\n250 SIZE 100"})
    wide, large = mail("josé@ue.example"), mail("large@ue.example", b"x" * 101 + b"\r\n")
    letters = [wide, mail("1@ue.example"), large, mail("2@ue.example"), large, wide]

    with Connection(relay.relay(), PATIENT) as connection:
        outcomes = list(connection.send_many(letters))
        assert connection.trouble is None

    assert [one.kind for one in outcomes] == [
        Kind.REFUSED,
        Kind.ACCEPTED,
        Kind.REFUSED,
        Kind.ACCEPTED,
        Kind.REFUSED,
        Kind.REFUSED,
    ]
    assert [one.status for one in outcomes if one.kind is Kind.REFUSED] == ["5.6.7", "5.3.4", "5.3.4", "5.6.7"]
    assert len(relay.taken) == 2
    assert not [line for line in relay.heard if "jos" in line or "large" in line]


def test_a_letter_beyond_ascii_reaches_a_relay_that_knows_how(scripted):
    relay = scripted({("ehlo", 1): "250-relay.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8"})

    with Connection(relay.relay(), PATIENT) as connection:
        (outcome,) = connection.send_many([mail("josé@ue.example")])

    assert outcome.kind is Kind.ACCEPTED
    assert "RCPT TO:<josé@ue.example>" in relay.heard
