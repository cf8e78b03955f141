import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.mail.verp import envelope_sender, token_of

tokens = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=1, max_size=62)


@given(tokens)
def test_a_bounce_brings_its_token_back(token):
    sender = envelope_sender(token, "bounce.nasp.example")

    assert token_of(sender) == token
    assert token_of(sender.upper()) == token
    assert len(sender.partition("@")[0]) <= 64


@pytest.mark.parametrize("token", ["", "UPPER", "a.b", "a@b", "a\r\n", "a" * 63])
def test_what_mail_servers_would_change_is_no_token(token):
    with pytest.raises(ValueError, match="base32"):
        envelope_sender(token, "nasp.example")


@pytest.mark.parametrize("address", ["news@nasp.example", "b+@nasp.example", "bob+x@nasp.example", "", "b+a.b@x"])
def test_other_addresses_hold_no_token(address):
    assert token_of(address) is None
