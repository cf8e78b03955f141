"""Owners choose the relays of their union; what is secret is never shown again."""

from contextlib import ExitStack, closing
from email import message_from_bytes

import pytest
from sqlalchemy import select

from newsletter.activity.models import Activity
from newsletter.mail.smtp import Tls
from newsletter.relays import queries
from newsletter.relays.models import Relay
from newsletter.vault import Vault
from tests.certificates import make_identity
from tests.mail.smtp.scripted_relay import Act, ScriptedRelay

HERE = "/manage/ue/settings/relays"
TYPED = {
    "name": "Post",
    "host": "127.0.0.1",
    "port": "2525",
    "tls": "off",
    "auth": "password",
    "username": "ue",
    "secret": "hunter2",
    "notify": "FAILURE",
    "weight": "1",
    "position": "0",
    "connections": "4",
    "connections_in_all": "0",
    "mails_per_connection": "0",
    "command_s": "120",
    "idle_s": "240",
}


@pytest.fixture
def listening():
    """A relay on this machine that follows a script."""
    with ExitStack() as stack:
        yield lambda script=None: stack.enter_context(closing(ScriptedRelay(script or {})))


@pytest.fixture
def enter(anna, rows):
    """Fills in the form and sends it; the relay, if one was made."""

    def fill_in(**otherwise):
        anna.get(f"{HERE}/new")
        page = anna.post(f"{HERE}/new", **TYPED | otherwise)
        rows.rollback()
        return page, rows.scalar(select(Relay).order_by(Relay.id.desc()))

    return fill_in


@pytest.fixture
def route(settings):
    return lambda relay: queries.route(relay, Vault(settings.secret_key))


def test_without_a_relay_the_page_says_where_mail_goes(anna, nadia):
    assert "through the relays of the alliance" in anna.get(HERE).text
    assert "the operator of this installation has set" in nadia.get(HERE.replace("ue", "nasp")).text


def test_a_relay_is_entered_and_found_again(enter, route, rows):
    page, relay = enter()

    assert page.url == HERE
    assert "127.0.0.1:2525" in page.text
    assert "No relay of your own" not in page.text
    assert (relay.union_id, relay.tls, relay.weight) == (relay.union.id, Tls.OFF, 1)
    assert route(relay).relay.password == "hunter2"
    assert rows.scalars(select(Activity.verb).order_by(Activity.id.desc())).first() == "relay.added"


def test_what_is_secret_is_on_no_page_and_not_in_the_database(enter, anna):
    mine = make_identity()

    page, relay = enter(certificate=mine.certificate, key=mine.key)

    for shown in (page, anna.get(f"{HERE}/{relay.id}")):
        assert "hunter2" not in shown.text
        assert "PRIVATE KEY" not in shown.text
    assert "One is kept." in shown.text
    assert "hunter2" not in str(vars(relay))
    assert "PRIVATE" not in str(vars(relay))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", " ", "must not be empty"),
        ("host", "smtp://a.example", "looks like smtp.example.org"),
        ("port", "0", "from 1 to 65535"),
        ("port", "many", "from 1 to 65535"),
        ("tls", "perhaps", "Not a valid choice"),
        ("secret", "", "needs its password"),
        ("hello", "a b", "looks like news.example.org"),
        ("authorities", "nothing", "cannot be read"),
        ("certificate", "nothing", "do not fit together"),
        ("connections", "1000", "from 1 to 100"),
        ("weight", "-1", "from 0 to 1000"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(enter, field, value, said):
    page, relay = enter(**{field: value})

    assert page.status == 422
    assert said in page.text
    assert relay is None


def test_a_key_that_was_typed_in_vain_is_not_sent_back(enter):
    page, _ = enter(key=make_identity().key, port="0")

    assert page.status == 422
    assert "PRIVATE KEY" not in page.text


def test_a_password_needs_encryption_beyond_this_machine(enter):
    page, relay = enter(host="smtp.ue.example")

    assert "A password needs encryption" in page.text
    assert relay is None


def test_a_relay_is_changed_and_its_secret_stays(enter, anna, rows, route):
    _, relay = enter()
    anna.get(f"{HERE}/{relay.id}")

    anna.post(f"{HERE}/{relay.id}", **TYPED | {"secret": "", "weight": "3"})

    rows.rollback()
    assert (relay.weight, route(relay).relay.password) == (3, "hunter2")


def test_a_secret_does_not_follow_to_another_host(enter, anna):
    _, relay = enter()
    anna.get(f"{HERE}/{relay.id}")

    page = anna.post(f"{HERE}/{relay.id}", **TYPED | {"secret": "", "host": "localhost"})

    assert page.status == 422
    assert "Enter it again" in page.text


def test_a_secret_sealed_under_another_key_is_asked_for_again(enter, anna, rows):
    _, relay = enter()
    relay.sealed_secret = Vault("another secret of this installation").seal(b"hunter2")
    rows.commit()
    anna.get(f"{HERE}/{relay.id}")

    page = anna.post(f"{HERE}/{relay.id}", **TYPED | {"secret": ""})

    assert "cannot be read any more" in page.text
    assert "cannot be read any more" in anna.post(f"{HERE}/{relay.id}/test").text


def test_a_relay_goes_out_of_use_and_back(enter, anna, rows):
    _, relay = enter()

    assert "Out of use" in anna.post(f"{HERE}/{relay.id}/disable").text
    rows.rollback()
    assert not relay.enabled
    anna.post(f"{HERE}/{relay.id}/enable")

    rows.rollback()
    assert relay.enabled


def test_a_trial_reaches_who_asked_for_it(enter, anna, listening):
    taking = listening()
    _, relay = enter(port=str(taking.port), username="", secret="")

    page = anna.post(f"{HERE}/{relay.id}/test")

    assert "Post took a mail to owner@ue.example" in page.text
    assert message_from_bytes(taking.taken[0])["To"] == "owner@ue.example"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ({("connect", 1): "554 5.7.1 not you"}, "ask its operator to let our address in"),
        ({("mail", 1): Act.HANG_UP}, "ask its operator to look into its log"),
        ({("rcpt", 1): "550 5.1.1 <owner@ue.example> unknown"}, "try another address"),
    ],
)
def test_a_trial_that_fails_says_what_to_do(enter, anna, listening, script, said):
    _, relay = enter(port=str(listening(script).port), username="", secret="")

    page = anna.post(f"{HERE}/{relay.id}/test")

    assert "Post did not take the mail." in page.text
    assert said in page.text


@pytest.mark.parametrize("role", ["viewer", "editor", "approver", "steward"])
@pytest.mark.parametrize("path", ["", "/new"])
def test_relays_are_for_owners(browser_of, role, path):
    assert browser_of(f"{role}@ue.example").get(f"{HERE}{path}").status == 403


def test_the_way_there_is_on_the_settings_page(anna, browser_of):
    assert HERE in anna.get("/manage/ue/settings").text
    assert HERE not in browser_of("viewer@ue.example").get("/manage/ue/settings").text
