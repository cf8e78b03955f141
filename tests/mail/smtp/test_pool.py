import time
from contextlib import closing

import pytest

from newsletter.mail import pool as pools
from newsletter.mail.pool import WORTH_A_CONNECTION, Pool
from newsletter.mail.smtp import Envelope, Kind, Outcome, PermanentError, Relay, Throttled, TransientError
from tests.mail.smtp.scripted_relay import PATIENT, QUICK, Act, ScriptedRelay


def mails(count):
    return [
        Envelope(f"b+{n}@b.example", f"member{n}@members.example", f"Subject: {n}\r\n\r\nHello\r\n".encode(), n)
        for n in range(count)
    ]


@pytest.fixture
def pool():
    made = []

    def make(relay, connections=1, timeouts=PATIENT):
        made.append(Pool(relay, connections, timeouts))
        return made[-1]

    yield make
    for one in made:
        one.close()


def sent(pool, envelopes, *, count=None, stop=lambda: False):
    outcomes = pool.send_many(envelopes, count=len(envelopes) if count is None else count, stop=stop)
    return [outcome for outcome in outcomes if outcome]


class NarrowRelay(ScriptedRelay):
    """Takes one connection at a time and turns others away."""

    busy = 0

    def _serve(self, client):
        self.busy += 1
        try:
            if self.busy > 1:
                client.sendall(b"421 4.7.0 too many connections\r\n")
                client.close()
            else:
                super()._serve(client)
        finally:
            self.busy -= 1


@pytest.mark.parametrize("connections", [1, 4])
def test_everybody_gets_one_mail_over_however_many_connections(scripted, pool, connections):
    relay = scripted()

    outcomes = sent(pool(relay.relay(), connections), mails(200))

    assert sorted(one.key for one in outcomes) == list(range(200))
    assert {one.kind for one in outcomes} == {Kind.ACCEPTED}
    assert len(set(relay.ends_seen)) == len(relay.ends_seen) == 200
    assert relay.connections == connections


@pytest.mark.parametrize(("count", "connections"), [(1, 1), (WORTH_A_CONNECTION, 2), (10 * WORTH_A_CONNECTION, 4)])
def test_a_few_mails_are_not_worth_many_connections(scripted, pool, count, connections):
    relay = scripted()

    sent(pool(relay.relay(), 4), mails(count))

    assert relay.connections == connections


def test_connections_stay_open_for_the_next_batch(scripted, pool):
    relay = scripted()
    both = pool(relay.relay())

    sent(both, mails(3))
    sent(both, mails(3))

    assert relay.connections == 1
    assert len(relay.ends_seen) == 6


def test_a_connection_that_took_its_last_mail_in_the_batch_before_is_opened_again(scripted, pool):
    relay = scripted({("mail", 4): ("421 4.7.0 three are enough", Act.HANG_UP)})
    patient = pool(relay.relay())

    assert len(sent(patient, mails(3))) == 3
    assert len(sent(patient, mails(3))) == 3

    assert relay.connections == 2


@pytest.mark.parametrize("connections", [1, 3])
def test_a_relay_that_takes_so_many_on_a_connection_is_connected_to_again(scripted, pool, connections):
    relay = scripted({("mail", 11): ("421 4.7.0 too many mails on this connection", Act.HANG_UP)})

    outcomes = sent(pool(relay.relay(), connections), mails(150))

    assert sorted(one.key for one in outcomes) == list(range(150))
    assert {one.kind for one in outcomes} == {Kind.ACCEPTED}
    assert len(set(relay.ends_seen)) == 150
    assert 15 <= relay.connections <= 15 + connections


def test_a_relay_that_wants_fewer_connections_gets_fewer():
    with closing(NarrowRelay()) as relay, closing(Pool(relay.relay(), 3, PATIENT)) as pool:
        outcomes = sent(pool, mails(150))

        assert len(set(relay.ends_seen)) == len(outcomes) == 150


@pytest.mark.parametrize("connections", [1, 3])
def test_when_the_relay_goes_away_for_good_the_rest_has_no_outcome(scripted, pool, connections):
    relay, outcomes = scripted(), []

    def until_it_goes_away():
        yield from mails(20)
        relay.script = {("connect", 1): "421 4.3.2 going down", **{("mail", n): Act.HANG_UP for n in range(1, 99)}}
        yield from mails(150)[20:]

    def send():
        for outcome in pool(relay.relay(), connections).send_many(
            until_it_goes_away(), count=150, stop=lambda: False
        ):
            outcomes.extend([outcome] if outcome else [])

    with pytest.raises(TransientError):
        send()

    assert {one.kind for one in outcomes} == {Kind.ACCEPTED}
    assert sorted(one.key for one in outcomes) == sorted(int(mail.split()[1]) for mail in relay.ends_seen)
    assert len(outcomes) < 20 + 2 * connections


def test_a_relay_that_is_not_there_is_said_so_and_nothing_was_sent(pool):
    nowhere = Relay("127.0.0.1", 1)

    with pytest.raises(TransientError, match="cannot reach the relay"):
        sent(pool(nowhere, 2), mails(100))


@pytest.mark.parametrize(
    ("greeting", "error"), [("421 4.3.2 going down", Throttled), ("554 5.7.1 not you", PermanentError)]
)
def test_a_relay_that_does_not_want_us_is_said_so(scripted, pool, greeting, error):
    relay = scripted({("connect", 1): greeting})

    with pytest.raises(error):
        sent(pool(relay.relay()), mails(3))


def test_a_relay_that_takes_nothing_on_any_connection_is_not_tried_for_ever(scripted, pool):
    relay = scripted({("mail", 1): ("421 4.7.0 not now", Act.HANG_UP)})

    with pytest.raises(Throttled):
        sent(pool(relay.relay()), mails(3))
    assert relay.connections == 1


def test_what_is_in_doubt_is_told_and_the_rest_goes_on(scripted, pool):
    relay = scripted({("content", 3): Act.HANG_UP})

    outcomes = sent(pool(relay.relay()), mails(5))

    kinds = {one.key: one.kind for one in outcomes}
    assert [kinds[n] for n in range(5)] == [Kind.ACCEPTED] * 2 + [Kind.IN_DOUBT] + [Kind.ACCEPTED] * 2
    assert len(relay.ends_seen) == len(set(relay.ends_seen)) == 5


def test_refusals_are_of_single_mails(scripted, pool):
    relay = scripted({("rcpt", 2): "550 5.1.1 nobody here", ("content", 3): "451 4.7.1 later"})

    kinds = [one.kind for one in sent(pool(relay.relay()), mails(5))]

    assert kinds == [Kind.ACCEPTED, Kind.REFUSED, Kind.DEFERRED, Kind.ACCEPTED, Kind.ACCEPTED]


@pytest.mark.parametrize("connections", [1, 3])
def test_told_to_stop_it_takes_no_more_and_forgets_nothing(scripted, pool, connections):
    relay = scripted()
    outcomes: list[Outcome[int]] = []

    for outcome in pool(relay.relay(), connections).send_many(
        mails(500), count=500, stop=lambda: len(relay.ends_seen) >= 20
    ):
        outcomes.extend([outcome] if outcome else [])

    assert len(outcomes) < 500
    assert sorted(one.key for one in outcomes) == sorted(int(mail.split()[1]) for mail in relay.ends_seen)


def test_who_waits_is_heard_from(scripted, pool, monkeypatch):
    monkeypatch.setattr(pools, "PULSE_S", 0.02)
    relay = scripted({("content", 1): Act.HANG})

    pulses = list(pool(relay.relay(), 1, QUICK).send_many(mails(1), count=1, stop=lambda: False))

    assert pulses.count(None) > 3
    assert [one.kind for one in pulses if one] == [Kind.IN_DOUBT]


@pytest.mark.parametrize("connections", [1, 3])
def test_an_error_in_the_making_of_a_mail_reaches_who_asked(scripted, pool, connections):
    relay = scripted()

    def making():
        yield from mails(60)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sent(pool(relay.relay(), connections), making(), count=150)


def test_who_stops_listening_leaves_nothing_running(scripted, pool, monkeypatch):
    monkeypatch.setattr(pools, "PULSE_S", 0.001)
    relay = scripted()
    outcomes = pool(relay.relay(), 2).send_many(mails(500), count=500, stop=lambda: False)
    next(outcomes)

    outcomes.close()

    taken = len(relay.ends_seen)
    time.sleep(0.05)
    assert len(relay.ends_seen) == taken < 500


def test_it_says_goodbye(scripted):
    relay = scripted()
    pool = Pool(relay.relay(), 2, PATIENT)
    sent(pool, mails(60))

    pool.close()

    assert relay.heard.count("QUIT") == 2
