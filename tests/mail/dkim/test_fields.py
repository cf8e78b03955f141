import pytest
from dkim.canonicalization import Relaxed
from hypothesis import given
from hypothesis import strategies as st

from newsletter.mail.dkim.fields import SIGNED, is_signed, named, relaxed

values = st.text(st.sampled_from("ab :;<>\t"), max_size=80)


@given(st.sampled_from(["Subject", "To", "List-Unsubscribe"]), st.lists(values, min_size=1, max_size=4))
def test_a_header_becomes_what_another_program_makes_of_it(name, folds):
    value = "\r\n ".join([f" {folds[0]}", *folds[1:]]).encode() + b"\r\n"

    ((lower_name, canonical),) = Relaxed.canonicalize_headers([(name.encode(), value)])

    assert relaxed(name.encode() + b":" + value) == lower_name + b":" + canonical


def test_what_is_there_is_signed_with_room_for_one_more():
    names = named(["From", "X-Other", "Subject"])

    assert names[:2] == ["From", "Subject"]
    assert sorted(names[2:]) == sorted(SIGNED)


@pytest.mark.parametrize("name", ["list-unsubscribe", "LIST-UNSUBSCRIBE-POST", "From"])
def test_case_does_not_matter(name):
    assert is_signed(name)


@pytest.mark.parametrize("name", ["Received", "X-Campaign", "Return-Path"])
def test_what_servers_add_on_the_way_is_not_signed(name):
    assert not is_signed(name)
