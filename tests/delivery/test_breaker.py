from hypothesis import given
from hypothesis import strategies as st

from newsletter.campaigns.models import Halt
from newsletter.delivery.breaker import ACCEPTED_EASES, LIMIT, TURNED_AWAY_WEIGHS, heaviest, weight, why
from newsletter.delivery.meanings import OURS, Meaning

meanings = st.sampled_from(Meaning)


def most(meaning):
    """How many in a row stop a campaign."""
    return -(-LIMIT // weight(meaning))


def test_ten_refusals_that_are_about_us_stop_it_and_a_hundred_that_are_about_people():
    assert most(Meaning.NOT_TRUSTED) == 10
    assert most(Meaning.NO_SUCH_ADDRESS) == 100


def test_one_dead_address_in_ten_never_does():
    assert weight(Meaning.NO_SUCH_ADDRESS) <= 9 * ACCEPTED_EASES


def test_a_relay_that_turns_three_workers_away_does():
    assert 2 * TURNED_AWAY_WEIGHS < LIMIT <= 3 * TURNED_AWAY_WEIGHS


@given(meanings)
def test_each_refusal_has_a_reason_to_be_told(meaning):
    assert (why(meaning) is Halt.REFUSED) == (meaning not in OURS)


@given(st.lists(meanings, min_size=1))
def test_what_is_told_was_said(refusals):
    assert heaviest(refusals) in refusals


def test_what_weighs_most_is_told():
    dead, ours = Meaning.NO_SUCH_ADDRESS, Meaning.NOT_TRUSTED

    assert heaviest([dead] * 9 + [ours]) is ours
    assert heaviest([dead] * 11 + [ours]) is dead
