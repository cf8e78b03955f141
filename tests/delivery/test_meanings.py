import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.meanings import OURS, Meaning, meaning, own_refusal


@pytest.mark.parametrize(
    ("code", "text", "meant"),
    [
        (550, "5.1.1 The email account that you tried to reach does not exist", Meaning.NO_SUCH_ADDRESS),
        (550, "5.1.10 RESOLVER.ADR.RecipientNotFound", Meaning.NO_SUCH_ADDRESS),
        (550, "5.7.17 Mailbox owner has changed", Meaning.NO_SUCH_ADDRESS),
        (550, "5.5.0 Requested action not taken: mailbox unavailable", Meaning.NO_SUCH_ADDRESS),
        (550, "No such user here", Meaning.NO_SUCH_ADDRESS),
        (550, "5.2.1 The mailbox is disabled", Meaning.MAILBOX_CLOSED),
        (452, "4.2.2 Over quota", Meaning.MAILBOX_FULL),
        (552, "5.2.2 Over quota", Meaning.MAILBOX_FULL),
        (452, "Insufficient storage", Meaning.MAILBOX_FULL),
        (450, "4.2.0 <…>: Recipient address rejected: Greylisted", Meaning.GREYLISTED),
        (451, "4.7.1 Greylisting in action", Meaning.GREYLISTED),
        (421, "4.7.28 Unusual rate of mail", Meaning.SLOW_DOWN),
        (451, "4.7.500 Server busy", Meaning.SLOW_DOWN),
        (421, "Service not available", Meaning.SLOW_DOWN),
        (550, "5.7.515 Access denied", Meaning.NOT_TRUSTED),
        (550, "5.7.1 user unknown or not permitted", Meaning.NOT_TRUSTED),
        (554, "Blocked: listed by an RBL", Meaning.NOT_TRUSTED),
        (554, "<…>: Relay access denied", Meaning.NOT_ALLOWED),
        (530, "Authentication required", Meaning.NOT_ALLOWED),
        (550, "5.1.8 Sender domain not found", Meaning.NOT_ALLOWED),
        (552, "5.3.4 Message too big", Meaning.TOO_BIG),
        (550, "5.6.0 Lone CR or LF", Meaning.BADLY_MADE),
        (451, "Please try again", Meaning.LATER),
        (451, "4.3.0 Temporary failure", Meaning.LATER),
        (450, "4.4.7 Delivery time expired", Meaning.EXPIRED),
        (554, "No", Meaning.REFUSED),
        (0, "the relay closed the connection", Meaning.NO_ANSWER),
    ],
)
def test_a_reply_is_read_by_its_codes(code, text, meant):
    assert meaning(code, text) is meant


@given(st.integers(0, 999), st.text(), st.booleans())
def test_every_reply_means_something(code, text, about_us):
    assert meaning(code, text, about_us=about_us) in Meaning


@given(st.integers(500, 599), st.text())
def test_a_hard_no_before_the_recipient_was_named_is_about_us(code, text):
    assert meaning(code, text, about_us=True) in OURS


@given(st.integers(500, 599), st.integers(0, 999))
def test_nearly_all_of_5_7_is_about_us(code, detail):
    meant = meaning(code, f"5.7.{detail} no such user")

    assert (meant in OURS) == (detail not in {13, 17, 18})


def test_a_mail_that_cannot_be_made_for_one_person_is_not_about_us():
    assert own_refusal("a name has no line break") is Meaning.REFUSED
    assert own_refusal("5.6.7 the relay takes no such letters (SMTPUTF8)") is Meaning.REFUSED
    assert own_refusal("5.3.4 the mail has 90,000,000 bytes") is Meaning.TOO_BIG
