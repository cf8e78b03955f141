from contextlib import ExitStack, closing

import pytest

from newsletter.relays.details import RelayDetails
from newsletter.relays.services import add
from newsletter.vault import Vault
from tests.clock import NOON
from tests.factories import make_alliance, make_union
from tests.mail.smtp.scripted_relay import ScriptedRelay

SECRET = "the first secret of this installation"


@pytest.fixture
def vault():
    return Vault(SECRET)


@pytest.fixture
def alliance(session):
    return make_alliance(session)


@pytest.fixture
def union(session, alliance):
    return make_union(session, "ue")


@pytest.fixture
def enter(session, vault):
    """Adds a relay of a union, by as little as must be said."""

    def make(union, name="Post", *, secret="", key="", **details):
        said = RelayDetails(name, details.pop("host", "smtp.ue.example"), **details)
        return add(session, vault, union_id=union.id, details=said, secret=secret, key=key, account_id=7, now=NOON)

    return make


@pytest.fixture
def scripted():
    with ExitStack() as stack:
        yield lambda script=None: stack.enter_context(closing(ScriptedRelay(script or {})))
