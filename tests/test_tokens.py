import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsletter.links import Links
from newsletter.mail.address import LOCAL_LIMIT
from newsletter.mail.verp import envelope_sender
from newsletter.tokens import BadToken, Purpose, Signer

SIGNER = Signer("a secret that only the tests know, and know well")
URL_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

row_numbers = st.lists(st.integers(0, 2**63 - 1), max_size=4).map(tuple)
purposes = st.sampled_from(Purpose)


@given(purposes, row_numbers)
def test_a_token_says_again_what_was_signed(purpose, numbers):
    assert SIGNER.read(purpose, SIGNER.sign(purpose, *numbers)) == numbers
    assert SIGNER.read_caseless(purpose, SIGNER.sign_caseless(purpose, *numbers)) == numbers


@given(purposes, row_numbers)
def test_a_token_stands_in_an_address_as_it_is(purpose, numbers):
    assert set(SIGNER.sign(purpose, *numbers)) <= set(URL_SIGNS)


@given(purposes, purposes, row_numbers)
def test_a_token_is_good_for_one_purpose(meant, used, numbers):
    assume(meant is not used)

    with pytest.raises(BadToken):
        SIGNER.read(used, SIGNER.sign(meant, *numbers))
    with pytest.raises(BadToken):
        SIGNER.read_caseless(used, SIGNER.sign_caseless(meant, *numbers))


@given(row_numbers, st.integers(min_value=0), st.sampled_from(URL_SIGNS))
def test_a_changed_sign_spoils_a_token(numbers, place, sign):
    token = SIGNER.sign(Purpose.LEAVE, *numbers)
    place %= len(token)
    assume(token[place] != sign)

    with pytest.raises(BadToken):
        SIGNER.read(Purpose.LEAVE, token[:place] + sign + token[place + 1 :])


@given(row_numbers, st.integers(min_value=0), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_changed_sign_spoils_a_bounce_address(numbers, place, sign):
    token = SIGNER.sign_caseless(Purpose.BOUNCE, *numbers)
    place %= len(token)
    assume(token[place] != sign)

    with pytest.raises(BadToken):
        SIGNER.read_caseless(Purpose.BOUNCE, token[:place] + sign + token[place + 1 :])


@given(st.text(max_size=60))
def test_anything_else_is_a_bad_token_and_no_other_error(text):
    with pytest.raises(BadToken):
        SIGNER.read(Purpose.LEAVE, text)
    with pytest.raises(BadToken):
        SIGNER.read_caseless(Purpose.BOUNCE, text)


@pytest.mark.parametrize("respelled", ["{}=", "{}==", " {}", "{}\n", "{}A", "{}.", "{}%3D", ""])
def test_a_token_has_one_spelling(respelled):
    token = SIGNER.sign(Purpose.RSVP, 1, 2, 3)

    with pytest.raises(BadToken):
        SIGNER.read(Purpose.RSVP, respelled.format(token))


@pytest.mark.parametrize("respelled", ["{}=", "{}======", " {}", "{}\n", "{}a", "{}aa", ""])
def test_a_bounce_address_has_one_spelling(respelled):
    token = SIGNER.sign_caseless(Purpose.BOUNCE, 1, 2)

    with pytest.raises(BadToken):
        SIGNER.read_caseless(Purpose.BOUNCE, respelled.format(token))


@given(row_numbers)
def test_a_bounce_address_survives_a_change_of_case(numbers):
    token = SIGNER.sign_caseless(Purpose.BOUNCE, *numbers)

    assert token == token.lower()
    assert SIGNER.read_caseless(Purpose.BOUNCE, token.upper()) == numbers
    assert SIGNER.read_caseless(Purpose.BOUNCE, token.title()) == numbers


@given(st.integers(0, 2**31 - 1), st.integers(0, 2**63 - 1))
def test_a_bounce_address_fits_a_mailbox(campaign_id, subscriber_id):
    sender = envelope_sender(SIGNER.sign_caseless(Purpose.BOUNCE, campaign_id, subscriber_id), "bounces.example")

    assert len(sender.partition("@")[0]) <= LOCAL_LIMIT


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))
def test_a_one_click_address_fits_a_header_line(subscriber_id, list_id, union_id):
    address = Links("https://newsletters.solidarity.example", SIGNER).leave_now(subscriber_id, list_id, union_id)

    assert len(f"List-Unsubscribe: <{address}>") <= 998


def test_another_secret_reads_nothing_and_hashes_otherwise():
    other = Signer("another secret of the same length, about")

    with pytest.raises(BadToken):
        other.read(Purpose.LEAVE, SIGNER.sign(Purpose.LEAVE, 1, 2, 3))
    assert other.address_hash("maria@ue.example") != SIGNER.address_hash("maria@ue.example")
    assert other.connection_hash("192.0.2.7") != SIGNER.connection_hash("192.0.2.7")


OLD, OLDER, NEW = (f"the secret number {n}, which is long enough" for n in (2, 1, 3))


@given(purposes, row_numbers)
def test_links_already_sent_outlive_a_new_secret(purpose, numbers):
    changed = Signer(NEW, previous=[OLD, OLDER], hash_key=OLDER)

    for before in (Signer(OLD, previous=[OLDER], hash_key=OLDER), Signer(OLDER)):
        assert changed.read(purpose, before.sign(purpose, *numbers)) == numbers
        assert changed.read_caseless(purpose, before.sign_caseless(purpose, *numbers)) == numbers


def test_nothing_is_signed_any_more_under_an_earlier_secret():
    token = Signer(NEW, previous=[OLD], hash_key=OLD).sign(Purpose.LEAVE, 1, 2, 3)

    assert Signer(NEW).read(Purpose.LEAVE, token) == (1, 2, 3)
    with pytest.raises(BadToken):
        Signer(OLD).read(Purpose.LEAVE, token)


def test_a_secret_that_is_dropped_reads_nothing():
    with pytest.raises(BadToken):
        Signer(NEW, hash_key=OLD).read(Purpose.LEAVE, Signer(OLD).sign(Purpose.LEAVE, 1, 2, 3))


def test_who_left_is_known_under_every_later_secret():
    changed = Signer(NEW, previous=[OLD], hash_key=OLDER)

    assert changed.address_hash("maria@ue.example") == Signer(OLDER).address_hash("maria@ue.example")
    assert changed.connection_hash("192.0.2.7") == Signer(OLDER).connection_hash("192.0.2.7")


def test_a_hash_does_not_say_what_it_stands_for():
    assert SIGNER.address_hash("192.0.2.7")[:32] != SIGNER.connection_hash("192.0.2.7")
    assert "maria" not in SIGNER.address_hash("maria@ue.example")


def test_row_numbers_are_not_negative():
    with pytest.raises(ValueError, match="not negative"):
        SIGNER.sign(Purpose.LEAVE, -1)
