from collections import Counter
from random import Random

import pytest

from newsletter.errors import NotVisible
from newsletter.mail.route import Route
from newsletter.mail.smtp import Auth, Notify, Relay, Tls
from newsletter.relays import queries
from newsletter.relays.services import disable
from newsletter.vault import SealedUnderAnotherKey, Vault
from tests.certificates import make_identity
from tests.clock import NOON

DEFAULT = Route.parse("smtp://mx.example:2525", 6)


@pytest.fixture
def names(session, vault):
    """The ways of a union by name, in the order to try."""

    def ask(union, draw=lambda: 0.0):
        found = queries.routes(session, vault, union_id=union.id, default=DEFAULT, draw=draw)
        return [one.name for one in found]

    return ask


def test_without_a_row_the_installations_relay_is_used(union, names):
    assert names(union) == ["mx.example:2525"]
    assert DEFAULT.connections == 6


def test_a_union_without_a_relay_of_its_own_uses_the_alliances(alliance, union, enter, names):
    enter(alliance, "ours")

    assert names(union) == names(alliance) == ["ours"]


def test_a_unions_mail_goes_by_its_own_relays_only(alliance, union, enter, names):
    enter(alliance, "ours")
    enter(union, "theirs")

    assert names(union) == ["theirs"]
    assert names(alliance) == ["ours"]


def test_a_relay_out_of_use_is_none(session, alliance, union, enter, names):
    enter(alliance, "ours")
    disable(session, relay=enter(union, "theirs"), now=NOON)

    assert names(union) == ["ours"]


def test_who_takes_over_is_in_order(union, enter, names):
    for name, position in (("third", 9), ("first", 1), ("second", 5)):
        enter(union, name, position=position)

    assert names(union) == ["first", "second", "third"]
    assert names(union, lambda: 0.99) == ["third", "first", "second"]


def test_each_gets_its_share(union, enter, names):
    for name, weight in (("much", 3), ("little", 1), ("spare", 0)):
        enter(union, name, weight=weight)
    random = Random(7)

    firsts = Counter(names(union, random.random)[0] for _ in range(400))

    assert set(firsts) == {"much", "little"}
    assert 2 < firsts["much"] / firsts["little"] < 4


def test_spares_alone_are_used_in_order(union, enter, names):
    enter(union, "a", weight=0)
    enter(union, "b", weight=0)

    assert names(union) == names(union, lambda: 0.99) == ["a", "b"]


def test_a_route_says_all_there_is_to_say(vault, union, enter):
    mine = make_identity()
    relay = enter(
        union,
        "Post",
        secret="t0ken",
        key=mine.key,
        host="mx.ue.example",
        port=465,
        tls=Tls.IMPLICIT,
        auth=Auth.XOAUTH2,
        username="ue",
        certificate=mine.certificate,
        authorities=mine.certificate,
        hello="news.ue.example",
        notify=Notify.NEVER,
        connections=2,
        connections_in_all=8,
        mails_per_connection=50,
        command_s=30,
        idle_s=20,
        signs_dkim=True,
    )

    way = queries.route(relay, vault)

    assert way.relay == Relay(
        "mx.ue.example",
        465,
        Tls.IMPLICIT,
        "ue",
        "t0ken",
        "news.ue.example",
        authorities=mine.certificate,
        auth=Auth.XOAUTH2,
        certificate=mine.certificate,
        key=mine.key,
        notify=Notify.NEVER,
        mails_per_connection=50,
    )
    assert (way.connections, way.connections_in_all, way.signs) == (2, 8, True)
    assert (way.timeouts.command_s, way.timeouts.idle_s, way.timeouts.accepted_s) == (30, 20, 600)
    assert hash(way) == hash(queries.route(relay, vault))
    assert "t0ken" not in repr(way)
    assert mine.key not in repr(way)


def test_a_relay_whose_secret_cannot_be_read_is_left_out(session, union, enter, caplog):
    later = Vault("the second secret of this installation")
    enter(union, "sealed", username="ue", secret="hunter2")
    with pytest.raises(SealedUnderAnotherKey):
        queries.routes(session, later, union_id=union.id, default=DEFAULT)
    enter(union, "open")

    found = queries.routes(session, later, union_id=union.id, default=DEFAULT)

    assert [one.name for one in found] == ["open"]
    assert "is left out" in caplog.text


def test_another_unions_relay_does_not_exist(session, alliance, union, enter):
    relay = enter(alliance)

    assert queries.own_relay(session, union_id=alliance.id, relay_id=relay.id) is relay
    with pytest.raises(NotVisible):
        queries.own_relay(session, union_id=union.id, relay_id=relay.id)
