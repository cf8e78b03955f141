"""What is sealed can be read with the secret, and with nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.vault import SealedUnderAnotherKey, Vault

SECRET, LATER = "the first secret of this installation", "the second secret of this installation"


@given(st.binary())
def test_what_is_sealed_can_be_opened(secret):
    assert Vault(SECRET).open(Vault(SECRET).seal(secret)) == secret


def test_another_secret_does_not_open_it():
    with pytest.raises(SealedUnderAnotherKey, match="SECRET_KEY"):
        Vault(LATER).open(Vault(SECRET).seal(b"password"))


def test_a_changed_ciphertext_is_refused():
    sealed = Vault(SECRET).seal(b"password")
    with pytest.raises(SealedUnderAnotherKey):
        Vault(SECRET).open(sealed[:-4] + "AAA=")


def test_a_predecessor_still_opens_what_it_sealed_until_it_is_sealed_anew():
    sealed = Vault(SECRET).seal(b"password")
    both = Vault(LATER, previous=[SECRET])

    assert both.open(sealed) == b"password"
    assert Vault(LATER).open(both.reseal(sealed)) == b"password"


def test_the_secret_does_not_show():
    assert "password" not in Vault(SECRET).seal(b"password")
