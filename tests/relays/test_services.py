from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from newsletter.activity.models import Activity
from newsletter.mail.smtp import Tls
from newsletter.relays import queries
from newsletter.relays.details import SENTENCES, BadDetails, Flaw, RelayDetails
from newsletter.relays.services import change, disable, enable
from newsletter.vault import SealedUnderAnotherKey, Vault
from tests.certificates import make_identity, make_locked_key
from tests.clock import NOON

POST = RelayDetails("Post", "smtp.ue.example", username="ue")


def told(session):
    return [
        (one.verb, one.account_id, one.details) for one in session.scalars(select(Activity).order_by(Activity.id))
    ]


def test_a_relay_is_kept_with_its_secret_sealed(session, vault, union, enter):
    relay = enter(union, username="ue", secret="hunter2")

    assert "hunter2" not in str(vars(relay))
    assert queries.route(relay, vault).relay.password == "hunter2"
    assert told(session) == [("relay.added", 7, {"name": "Post", "host": "smtp.ue.example"})]


def test_what_is_not_said_anew_stays_secret_as_it_was(session, vault, union, enter):
    mine = make_identity()
    relay = enter(union, username="ue", secret="hunter2", key=mine.key, certificate=mine.certificate)

    change(session, vault, relay=relay, details=replace(POST, port=465, certificate=mine.certificate), now=NOON)

    way = queries.route(relay, vault).relay
    assert (way.port, way.password, way.key) == (465, "hunter2", mine.key)


def test_a_secret_is_forgotten_with_what_it_was_for(session, vault, union, enter):
    mine = make_identity()
    relay = enter(union, username="ue", secret="hunter2", key=mine.key, certificate=mine.certificate)

    change(session, vault, relay=relay, details=replace(POST, username=""), now=NOON)

    assert (relay.sealed_secret, relay.sealed_key) == (None, None)


@pytest.mark.parametrize("elsewhere", [{"host": "smtp.evil.example"}, {"authorities": make_identity().certificate}])
def test_a_secret_is_not_handed_to_another_host_than_the_one_it_was_given_for(
    session, vault, union, enter, elsewhere
):
    relay = enter(union, username="ue", secret="hunter2")

    with pytest.raises(BadDetails) as refusal:
        change(session, vault, relay=relay, details=replace(POST, **elsewhere), now=NOON)
    assert (refusal.value.field, refusal.value.flaw) == ("secret", Flaw.SECRET_AGAIN)

    change(session, vault, relay=relay, details=replace(POST, **elsewhere), secret="new", now=NOON)
    assert queries.route(relay, vault).relay.password == "new"


def test_a_secret_nobody_can_read_any_more_is_entered_again(session, union, enter):
    relay, later = enter(union, username="ue", secret="hunter2"), Vault("the second secret of this installation")

    with pytest.raises(SealedUnderAnotherKey):
        change(session, later, relay=relay, details=POST, now=NOON)

    change(session, later, relay=relay, details=POST, secret="hunter3", now=NOON)
    assert queries.route(relay, later).relay.password == "hunter3"


def test_a_name_is_taken_once_in_a_union_only(session, vault, alliance, union, enter):
    enter(alliance)
    relay = enter(union)
    other = enter(union, "Other")

    with pytest.raises(BadDetails) as refusal:
        change(session, vault, relay=other, details=RelayDetails("Post", "smtp.ue.example"), now=NOON)
    assert refusal.value.flaw is Flaw.NAME_TAKEN
    change(session, vault, relay=relay, details=RelayDetails("Post", "mx.ue.example"), now=NOON)


def test_a_relay_is_taken_out_of_use_and_back(session, union, enter):
    relay = enter(union)

    disable(session, relay=relay, account_id=7, now=NOON)
    assert not relay.enabled
    enable(session, relay=relay, account_id=7, now=NOON)

    assert relay.enabled
    assert [verb for verb, _, _ in told(session)] == ["relay.added", "relay.disabled", "relay.enabled"]


MINE, ANOTHER = make_identity(), make_identity()

REFUSED = [
    ({"name": " "}, "name", Flaw.NO_NAME),
    ({"host": ""}, "host", Flaw.BAD_HOST),
    ({"host": "a b"}, "host", Flaw.BAD_HOST),
    ({"host": "a..b"}, "host", Flaw.BAD_HOST),
    ({"host": "-a.example"}, "host", Flaw.BAD_HOST),
    ({"host": "smtp://a.example"}, "host", Flaw.BAD_HOST),
    ({"host": "a.example\r\nQUIT"}, "host", Flaw.BAD_HOST),
    ({"hello": "us\r\nMAIL FROM:<a@b>"}, "hello", Flaw.BAD_HELLO),
    ({"username": "ue\0"}, "username", Flaw.BAD_USERNAME),
    ({"username": "ue", "secret": ""}, "secret", Flaw.NO_SECRET),
    ({"username": "ue", "secret": "x\r\nQUIT"}, "secret", Flaw.BAD_SECRET),
    ({"username": "ue", "tls": Tls.OFF}, "tls", Flaw.IN_THE_CLEAR),
    ({"username": "ue", "tls": Tls.OFFERED, "host": "192.0.2.1"}, "tls", Flaw.IN_THE_CLEAR),
    ({"authorities": "-----BEGIN CERTIFICATE-----"}, "authorities", Flaw.BAD_AUTHORITIES),
    ({"authorities": MINE.key}, "authorities", Flaw.KEY_IN_THE_OPEN),
    ({"certificate": MINE.certificate + MINE.key}, "certificate", Flaw.KEY_IN_THE_OPEN),
    ({"certificate": MINE.certificate, "key": ""}, "certificate", Flaw.BAD_CERTIFICATE),
    ({"certificate": MINE.certificate, "key": ANOTHER.key}, "certificate", Flaw.BAD_CERTIFICATE),
    ({"certificate": MINE.certificate, "key": make_locked_key()}, "certificate", Flaw.BAD_CERTIFICATE),
    ({"certificate": "", "key": MINE.key}, "certificate", Flaw.BAD_CERTIFICATE),
]


@pytest.mark.parametrize(("said", "field", "flaw"), REFUSED)
def test_what_cannot_work_is_refused_beside_its_field(said, field, flaw):
    secrets = {"secret": "x", "key": ""} | {name: said[name] for name in ("secret", "key") if name in said}
    details = {name: value for name, value in said.items() if name not in secrets}

    with pytest.raises(BadDetails) as refusal:
        replace(RelayDetails("Post", "smtp.ue.example"), **details).check(**secrets)

    assert (refusal.value.field, refusal.value.flaw) == (field, flaw)


@pytest.mark.parametrize("host", ["localhost", "mx", "smtp.ue.example", "192.0.2.1", "::1", "127.0.0.1"])
def test_hosts_have_names_or_numbers(host):
    RelayDetails("Post", host).check(secret="", key="")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_on_this_machine_a_password_needs_no_encryption(host):
    RelayDetails("Post", host, tls=Tls.OFF, username="ue").check(secret="x", key="")


TYPED = ("host", "hello", "username", "certificate", "authorities")


@given(st.fixed_dictionaries({name: st.text() for name in TYPED}), st.text())
def test_whatever_is_typed_is_refused_or_can_be_used(typed, secret):
    try:
        RelayDetails("Post", **typed).check(secret=secret, key="")
    except BadDetails as refusal:
        assert refusal.field in {*TYPED, "secret"}
    else:
        assert not set("\r\n\0") & set(typed["host"] + typed["hello"] + typed["username"] + secret)


def test_every_flaw_is_said_in_a_sentence():
    assert set(SENTENCES) == set(Flaw)
