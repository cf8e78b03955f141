from itertools import product

import pytest

from newsletter.accounts.roles import Role, powers, roles_with

PAIRS = list(product(Role, Role))


@pytest.mark.parametrize("role", Role)
def test_a_role_can_what_it_says_and_look(role):
    assert {role, Role.VIEWER} <= powers(role)


@pytest.mark.parametrize(("role", "power"), PAIRS)
def test_powers_include_the_powers_they_include(role, power):
    if power in powers(role):
        assert powers(power) <= powers(role)


@pytest.mark.parametrize(("role", "power"), PAIRS)
def test_who_can_is_asked_both_ways(role, power):
    assert (role in roles_with(power)) == (power in powers(role))


def test_an_owner_can_everything():
    assert powers(Role.OWNER) == set(Role)


@pytest.mark.parametrize(
    ("role", "power"),
    [
        (Role.VIEWER, Role.EDITOR),
        (Role.EDITOR, Role.APPROVER),  # nobody approves what they wrote because they wrote it
        (Role.EDITOR, Role.STEWARD),
        (Role.APPROVER, Role.EDITOR),
        (Role.APPROVER, Role.STEWARD),
        (Role.STEWARD, Role.EDITOR),
        (Role.STEWARD, Role.OWNER),
    ],
)
def test_a_role_is_not_another(role, power):
    assert power not in powers(role)
