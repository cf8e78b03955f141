import pytest

from newsletter.accounts.models import Role
from newsletter.accounts.scope import may, unions_where
from newsletter.accounts.services import give_role, open_account
from tests.clock import NOON
from tests.factories import make_union


@pytest.fixture
def ana(session):
    return open_account(session, email="ana@ue.example", name="Ana", language="en", password_hash="x", now=NOON)


@pytest.fixture
def unions(session):
    return [make_union(session, slug).id for slug in ("ue", "unifor", "ilwu")]


def test_an_account_begins_with_nothing(ana, unions):
    assert unions_where(ana, Role.VIEWER) == frozenset()


def test_a_role_in_one_union_is_none_in_another(session, ana, unions):
    ue, unifor, _ = unions

    give_role(session, account=ana, union_id=ue, role=Role.OWNER)

    assert unions_where(ana, Role.EDITOR) == {ue}
    assert may(ana, Role.STEWARD, ue)
    assert not may(ana, Role.VIEWER, unifor)


def test_different_roles_in_different_unions_do_not_mix(session, ana, unions):
    ue, unifor, ilwu = unions

    give_role(session, account=ana, union_id=ue, role=Role.EDITOR)
    give_role(session, account=ana, union_id=unifor, role=Role.APPROVER)
    give_role(session, account=ana, union_id=ilwu, role=Role.STEWARD)

    assert unions_where(ana, Role.VIEWER) == {ue, unifor, ilwu}
    assert unions_where(ana, Role.EDITOR) == {ue}
    assert unions_where(ana, Role.APPROVER) == {unifor, ilwu}
    assert unions_where(ana, Role.STEWARD) == {ilwu}
    assert unions_where(ana, Role.OWNER) == frozenset()


def test_a_role_given_twice_is_given_once(session, ana, unions):
    for _ in range(2):
        give_role(session, account=ana, union_id=unions[0], role=Role.EDITOR)

    session.expire_all()
    assert [(held.union_id, held.role) for held in ana.union_roles] == [(unions[0], Role.EDITOR)]


def test_opening_an_account_again_renews_it_and_keeps_its_roles(session, ana, unions):
    give_role(session, account=ana, union_id=unions[0], role=Role.EDITOR)

    again = open_account(session, email=ana.email, name="Ana Paz", language="es", password_hash="y", now=NOON)

    assert again is ana
    assert (ana.name, ana.language, ana.password) == ("Ana Paz", "es", "y")
    assert unions_where(ana, Role.EDITOR) == {unions[0]}
