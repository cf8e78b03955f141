from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.mail.route import Route
from newsletter.mail.smtp import Envelope, Kind, Relay, SmtpError, Throttled, TransientError
from newsletter.mail.switchboard import FIRST_REST_S, LONGEST_REST_S, UNUSED_S, Switchboard
from tests.mail.smtp.scripted_relay import PATIENT, QUICK, Act, ScriptedRelay

AWAY = Route("away", Relay("127.0.0.1", 1))
LEAVES = ("421 4.3.2 going down", Act.HANG_UP)


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def board(clock):
    with closing(Switchboard(clock)) as made:
        yield made


def route(name, relay, connections=1, timeouts=PATIENT):
    return Route(name, relay.relay(), connections, timeouts)


def mails(count):
    return [
        Envelope(f"b+{n}@b.example", f"member{n}@members.example", f"Subject: {n}\r\n\r\nHello\r\n".encode(), n)
        for n in range(count)
    ]


def sent(board, envelopes, *routes, stop=lambda: False):
    outcomes = board.send_many(envelopes, count=len(envelopes), stop=stop, routes=routes)
    return [outcome for outcome in outcomes if outcome]


def numbers(relay):
    return sorted(int(mail.split()[1]) for mail in relay.ends_seen)


def test_mail_goes_by_the_first_way_as_long_as_it_works(scripted, board):
    first, second = scripted(), scripted()

    for _ in range(2):
        assert len(sent(board, mails(5), route("a", first), route("b", second))) == 5

    assert (first.connections, second.connections) == (1, 0)


@pytest.mark.parametrize("greeting", [Act.HANG_UP, "421 4.3.2 going down", "554 5.7.1 not you", "HTTP/1.1 400"])
def test_who_is_away_or_does_not_want_us_is_passed_by(scripted, board, greeting):
    first, second = scripted({("connect", n): greeting for n in range(1, 9)}), scripted()

    outcomes = sent(board, mails(5), AWAY, route("a", first), route("b", second))

    assert {one.kind for one in outcomes} == {Kind.ACCEPTED}
    assert numbers(second) == list(range(5))


@pytest.mark.parametrize("connections", [1, 3])
def test_what_one_did_not_take_goes_by_the_next(scripted, board, connections):
    first, second = scripted(), scripted()

    def until_it_goes_away():
        yield from mails(150)[:20]
        first.script = {("connect", 1): LEAVES, **{("mail", n): LEAVES for n in range(1, 99)}}
        yield from mails(150)[20:]

    ways = (route("a", first, connections), route("b", second, connections))
    outcomes = [
        one
        for one in board.send_many(until_it_goes_away(), count=150, stop=lambda: False, routes=ways)
        if one is not None
    ]

    assert sorted(one.key for one in outcomes) == list(range(150))
    assert {one.kind for one in outcomes} == {Kind.ACCEPTED}
    assert sorted(numbers(first) + numbers(second)) == list(range(150))
    assert 0 < len(first.ends_seen) < 30


class Supply:
    """Mails that are asked for by the relay they really go by."""

    def __init__(self, envelopes, relay, breaks_at):
        self.waiting, self.relay, self.breaks_at = envelopes, relay, breaks_at
        self.told = []

    def __iter__(self):
        return self

    def __next__(self):
        if not self.waiting:
            raise StopIteration
        if len(self.waiting) == self.breaks_at:
            self.relay.script = {("connect", 1): LEAVES, **{("mail", n): LEAVES for n in range(1, 99)}}
        return self.waiting.pop(0)

    def go_by(self, route, unsent):
        self.told.append((route.name, [one.key for one in unsent]))
        self.waiting[:0] = unsent


def test_whoever_supplies_the_mails_is_told_by_which_way_they_go(scripted, board):
    first, second = scripted(), scripted()
    supply = Supply(mails(40), first, breaks_at=20)

    ways = (AWAY, route("a", first), route("b", second))
    list(board.send_many(supply, count=40, stop=lambda: False, routes=ways))

    assert [name for name, _ in supply.told] == ["away", "a", "b"]
    assert [len(unsent) > 0 for _, unsent in supply.told] == [False, False, True]
    assert sorted(numbers(first) + numbers(second)) == list(range(40))


def test_a_mail_in_doubt_never_goes_another_way(scripted, board):
    first, second = scripted({("content", 2): Act.HANG_UP}), scripted()

    def until_it_breaks():
        yield from mails(2)
        first.script = {**first.script, ("connect", 1): LEAVES}
        yield from mails(6)[2:]

    outcomes = [
        one
        for one in board.send_many(
            until_it_breaks(), count=6, stop=lambda: False, routes=(route("a", first), route("b", second))
        )
        if one is not None
    ]

    assert {one.key: one.kind for one in outcomes}[1] is Kind.IN_DOUBT
    assert numbers(second) == [2, 3, 4, 5]


def test_a_mail_the_relay_refuses_goes_no_other_way(scripted, board):
    first, second = scripted({("rcpt", 1): "550 5.1.1 nobody", ("content", 2): "451 4.3.0 later"}), scripted()

    kinds = [one.kind for one in sent(board, mails(3), route("a", first), route("b", second))]

    assert kinds == [Kind.REFUSED, Kind.DEFERRED, Kind.ACCEPTED]
    assert second.connections == 0


def test_when_nobody_takes_it_the_last_reason_is_told(scripted, board):
    with pytest.raises(Throttled, match="second is closed"):
        sent(board, mails(3), AWAY, route("b", scripted({("connect", 1): "421 second is closed"})))


def test_without_a_way_nothing_is_sent(board):
    with pytest.raises(TransientError, match="no relay"):
        sent(board, mails(3))


def test_a_relay_that_failed_rests_longer_each_time_and_comes_back_when_it_works(board, clock, scripted):
    other = route("other", scripted())
    for rest_s in (FIRST_REST_S, 2 * FIRST_REST_S, 4 * FIRST_REST_S):
        assert board.in_order([AWAY, other]) == [AWAY, other]
        sent(board, mails(1), AWAY, other)

        clock.now += rest_s - 1
        assert board.in_order([AWAY, other]) == [other, AWAY]
        clock.now += 1
    for _ in range(20):
        sent(board, mails(1), AWAY, other)
        clock.now += LONGEST_REST_S
        assert board.in_order([AWAY, other]) == [AWAY, other]


def test_a_relay_that_rests_is_better_than_none_and_what_it_takes_wakes_it(scripted, board):
    first, second = scripted({("connect", 1): LEAVES}), scripted()
    ways = route("a", first), route("b", second)
    sent(board, mails(1), *ways)
    first.script, second.script = {}, {("connect", 1): LEAVES, ("mail", 2): LEAVES}

    sent(board, mails(2), *ways)

    assert len(first.ends_seen) == 2
    assert board.in_order(ways) == [*ways]


def test_who_was_told_to_stop_tries_no_other_way(scripted, board):
    second = scripted()

    with pytest.raises(SmtpError):
        sent(board, mails(3), AWAY, route("b", second), stop=lambda: True)

    assert second.connections == 0


def test_an_error_in_the_making_of_a_mail_is_not_the_relays(scripted, board):
    first, second = scripted(), scripted()
    ways = [route("a", first), route("b", second)]

    def making():
        yield from mails(2)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(board.send_many(making(), count=3, stop=lambda: False, routes=ways))

    assert board.in_order(ways) == ways
    assert second.connections == 0


def test_connections_nobody_uses_any_more_are_given_up(scripted, board, clock):
    old, new = scripted(), scripted()
    sent(board, mails(1), route("a", old))
    clock.now += UNUSED_S + 1

    sent(board, mails(1), route("a", new))

    assert old.heard[-1] == "QUIT"


def test_equal_ways_share_their_connections(scripted, board):
    relay = scripted()

    sent(board, mails(1), route("a", relay))
    sent(board, mails(1), route("a", relay))
    sent(board, mails(1), Route("a", relay.relay(password="new"), 1, PATIENT))

    assert relay.connections == 2


def test_it_says_goodbye_to_all(scripted, clock):
    relays = [scripted(), scripted()]
    board = Switchboard(clock)
    for one in relays:
        sent(board, mails(1), route("a", one))

    board.close()

    assert [one.heard[-1] for one in relays] == ["QUIT", "QUIT"]


@settings(max_examples=40, deadline=None)
@given(
    breaks=st.lists(
        st.tuples(
            st.sampled_from(["connect", "ehlo", "mail", "rcpt", "data", "content"]),
            st.integers(1, 4),
            st.sampled_from([Act.HANG_UP, Act.RESET, LEAVES]),
        ),
        max_size=4,
    ),
    connections=st.integers(1, 2),
)
def test_wherever_relays_break_every_mail_has_one_fate_and_one_way(breaks, connections):
    script = {(verb, number): act for verb, number, act in breaks}
    relays = ScriptedRelay(script), ScriptedRelay(script)
    ways = [route(name, relay, connections, QUICK) for name, relay in zip("ab", relays, strict=True)]
    outcomes = []
    with closing(Switchboard()) as board:
        try:
            for one in board.send_many(mails(60), count=60, stop=lambda: False, routes=ways):
                outcomes.extend([one] if one else [])
        except SmtpError:
            pass
    for relay in relays:
        relay.close()

    kinds = {one.key: one.kind for one in outcomes}
    assert len(kinds) == len(outcomes)
    ended = sorted(numbers(relays[0]) + numbers(relays[1]))
    assert len(ended) == len(set(ended))
    assert set(ended) <= kinds.keys()
    taken = {int(mail.split()[1]) for relay in relays for mail in relay.taken}
    assert {key for key, kind in kinds.items() if kind is Kind.ACCEPTED} <= taken
