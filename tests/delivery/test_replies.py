import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.replies import LIMIT_CHARACTERS, as_kept


@pytest.mark.parametrize(
    ("code", "text", "kept"),
    [
        (250, "2.0.0 Ok", "250 2.0.0 Ok"),
        (0, "the relay closed the connection", "the relay closed the connection"),
        (550, "5.1.1 <rosa@ue.example>: Recipient rejected", "550 5.1.1 <…>: Recipient rejected"),
        (550, "rosa.o'brien+x@ue.example unknown", "550 … unknown"),
        (452, "to=rosa@ue.example,full", "452 …,full"),
    ],
)
def test_a_reply_is_kept_without_the_address_it_repeats(code, text, kept):
    assert as_kept(code, text) == kept


@given(st.integers(0, 599), st.text(max_size=900))
def test_whatever_a_relay_says_can_be_kept(code, text):
    kept = as_kept(code, text)

    assert len(kept) <= LIMIT_CHARACTERS


@pytest.mark.parametrize(
    "reply",
    [
        "5.1.1 <rosa@ue.example>: Recipient address rejected: User unknown",
        "5.1.1 rosa@ue.example... User unknown",
        "5.1.1 rosa... User unknown",
        "5.1.1 RCPT TO:<ROSA@UE.EXAMPLE> unknown",
        "5.1.1 no mailbox 'rosa' here",
        "5.1.1 to='rosa@ue.example' o'rosa@ue.example unknown",
    ],
)
def test_a_reply_is_kept_without_the_name_it_is_about(reply):
    kept = as_kept(550, reply, about="rosa@ue.example")

    assert kept.startswith("550 5.1.1 ")
    assert "rosa" not in kept.lower()
    assert "ue.example" not in kept.lower()


def test_a_name_within_a_word_is_left():
    assert as_kept(0, "the rosary of a@b", about="a@b.example") == "the rosary of …"
